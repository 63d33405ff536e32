import { Upload as UploadIcon } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { classNames } from '../../../design/class-names.ts';

interface DropAreaProps {
  onFiles(files: Iterable<File>): void;
  isCompact?: boolean;
}

const formats = '.csv,.tsv,.txt,.json,.ndjson,.jsonl,.xlsx';

/** Takes files by drop, by click and by keyboard. */
export function DropArea({ onFiles, isCompact }: DropAreaProps) {
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    // The page takes files dropped anywhere else.
    event.stopPropagation();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <>
      <button
        type="button"
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classNames(
          'flex w-full items-center justify-center gap-2 rounded-md border border-dashed px-3 text-muted transition-calm hover:border-accent hover:text-text',
          isCompact ? 'min-h-11 py-2 text-sm' : 'min-h-14 py-3',
          isOver ? 'border-accent bg-surface-3 text-text' : 'border-border-strong',
        )}
      >
        <UploadIcon size={15} aria-hidden className="shrink-0" />
        {isCompact ? 'Drop data or choose files' : 'Drop data here, or choose files: CSV, TSV, JSON, Excel'}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        accept={formats}
        className="hidden"
        aria-label="Choose data files"
        onChange={(event) => {
          if (event.target.files) onFiles([...event.target.files]);
          event.target.value = '';
        }}
      />
    </>
  );
}
