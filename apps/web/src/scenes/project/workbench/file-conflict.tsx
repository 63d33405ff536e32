import { Button } from '../../../design/button.tsx';
import { Notice } from '../../../design/notice.tsx';
import type { Conflict } from './use-open-file.tsx';

/** Two versions of a file: the person chooses, nothing is lost before. */
export function FileConflict({ path, conflict }: { path: string; conflict: Conflict }) {
  return (
    <Notice
      kind="warning"
      title={`${path} was saved by someone else, or by a build, since you opened it`}
      className="m-2"
      action={
        <div className="flex gap-2">
          <Button size="small" onClick={conflict.takeTheirs}>
            Take theirs
          </Button>
          <Button size="small" onClick={conflict.overwrite}>
            Save mine over it
          </Button>
        </div>
      }
    >
      Your text is kept here until you choose.
    </Notice>
  );
}
