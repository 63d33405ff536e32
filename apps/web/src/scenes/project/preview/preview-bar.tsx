import {
  EllipsisVertical,
  ExternalLink,
  LoaderCircle,
  Maximize,
  RotateCw,
  Smartphone,
  Tablet,
} from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { inputLook } from '../../../design/field.tsx';
import { Menu, MenuChoice, MenuHeading } from '../../../design/menu.tsx';
import { type PreviewWidth, previewWidths, usePreview } from '../../../state/preview-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { pathOf } from './preview-address.ts';

interface PreviewBarProps {
  ports: readonly number[];
  port: number;
  path: string;
  isBusy: boolean;
  usesPathForm: boolean;
  onUsePathForm(uses: boolean): void;
  onOpenOutside(): void;
}

const widths: Record<PreviewWidth, { label: string; icon: typeof Maximize }> = {
  fit: { label: 'As wide as there is room', icon: Maximize },
  390: { label: 'As wide as a phone, 390 pixels', icon: Smartphone },
  768: { label: 'As wide as a tablet, 768 pixels', icon: Tablet },
};

/** Which port and path is shown, and how. */
export function PreviewBar(props: PreviewBarProps) {
  const { ports, port, path, isBusy, usesPathForm, onUsePathForm, onOpenOutside } = props;
  const { project } = useWorkbench();
  const show = usePreview((state) => state.show);
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-b border-border bg-surface-2 px-2">
      <IconButton label="Reload" size="small" onClick={() => show(project.id, { port, path })}>
        {isBusy ? (
          <LoaderCircle size={14} aria-hidden className="spin" />
        ) : (
          <RotateCw size={14} aria-hidden />
        )}
      </IconButton>
      <select
        aria-label="Port"
        value={port}
        onChange={(event) => show(project.id, { port: Number(event.target.value), path: '/' })}
        className="h-6 shrink-0 rounded-md border border-border bg-surface-1 px-1 text-sm tabular"
      >
        {[...new Set([...ports, port])].map((listed) => (
          <option key={listed} value={listed}>
            {listed}
            {!ports.includes(listed) && ', gone'}
          </option>
        ))}
      </select>
      <AddressField key={`${port} ${path}`} port={port} path={path} />
      <WidthChoice />
      <IconButton label="Open in a new tab" size="small" onClick={onOpenOutside}>
        <ExternalLink size={14} aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <IconButton label="More" size="small">
            <EllipsisVertical size={15} aria-hidden />
          </IconButton>
        }
      >
        <MenuHeading>Where the page stays empty</MenuHeading>
        <MenuChoice
          value={usesPathForm ? 'path' : 'usual'}
          onChoose={(value) => onUsePathForm(value === 'path')}
          options={[
            { value: 'usual', label: 'The usual address' },
            { value: 'path', label: "An address below this server's" },
          ]}
        />
      </Menu>
    </div>
  );
}

function AddressField({ port, path }: { port: number; path: string }) {
  const { project } = useWorkbench();
  const show = usePreview((state) => state.show);
  const [typed, setTyped] = useState(path);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    show(project.id, { port, path: pathOf(typed) });
  };
  return (
    <form onSubmit={submit} className="min-w-0 flex-1">
      <input
        aria-label="Path"
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setTyped(path)}
        className={classNames(inputLook, 'h-6 font-mono text-sm')}
      />
    </form>
  );
}

function WidthChoice() {
  const width = usePreview((state) => state.width);
  return (
    <fieldset aria-label="Width" className="flex gap-0.5 max-sm:hidden">
      {previewWidths.map((value) => {
        const { label, icon: Icon } = widths[value];
        return (
          <IconButton
            key={value}
            label={label}
            size="small"
            isPressed={width === value}
            onClick={() => usePreview.setState({ width: value })}
          >
            <Icon size={14} aria-hidden />
          </IconButton>
        );
      })}
    </fieldset>
  );
}
