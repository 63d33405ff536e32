import { useCallback } from 'react';
import { useLayout } from '../../../state/layout-store.ts';
import { usePreview } from '../../../state/preview-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { LocalLink } from './preview-address.ts';

/** Goes to the preview of that place in the session. */
export function useShowPreview(): (place: LocalLink) => void {
  const { project } = useWorkbench();
  const showBottom = useLayout((state) => state.showBottom);
  const show = usePreview((state) => state.show);
  return useCallback(
    (place) => {
      show(project.id, place);
      showBottom('preview');
    },
    [show, showBottom, project.id],
  );
}
