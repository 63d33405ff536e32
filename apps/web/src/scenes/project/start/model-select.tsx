import { ChevronDown, Cpu } from 'lucide-react';
import { useProviders } from '../../../api/use-system.ts';
import { classNames } from '../../../design/class-names.ts';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../../design/menu.tsx';
import { useGo } from '../../shell/use-go.ts';
import { chosenModel, modelOptions, useModelChoice } from './model-choice.ts';

interface ModelSelectProps {
  align?: 'start' | 'end';
  /** On a phone the icon alone. */
  isShort?: boolean;
}

/** The model that the next build is asked of. */
export function ModelSelect({ align = 'end', isShort }: ModelSelectProps) {
  const { data } = useProviders();
  const { choice, choose } = useModelChoice();
  const go = useGo();
  const options = modelOptions(data?.providers ?? []);
  const chosen = chosenModel(data, choice);
  return (
    <Menu
      align={align}
      trigger={
        <button
          type="button"
          aria-label={`Model: ${chosen?.label ?? 'none'}`}
          className="flex h-7 min-w-0 max-w-60 items-center gap-1.5 rounded-md px-2 text-sm text-muted hoverable hover:text-text"
        >
          <Cpu size={15} aria-hidden className="shrink-0" />
          <span className={classNames('truncate', isShort && 'max-sm:sr-only')}>
            {chosen?.label ?? 'Model'}
          </span>
          <ChevronDown size={13} aria-hidden className="shrink-0" />
        </button>
      }
    >
      <MenuChoice
        value={chosen?.key ?? ''}
        onChoose={choose}
        options={options.map(({ key, label, note, isReady }) => ({
          value: key,
          isDisabled: !isReady,
          label: (
            <span className="flex flex-col">
              {label}
              {note && <span className="text-sm text-muted">{note}</span>}
            </span>
          ),
        }))}
      />
      <MenuLine />
      <MenuItem onSelect={() => go('/models')}>Connect a language model</MenuItem>
    </Menu>
  );
}
