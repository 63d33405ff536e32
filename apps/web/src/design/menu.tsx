import { Check } from 'lucide-react';
import { DropdownMenu as Base } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

const contentLook =
  'rise z-50 min-w-44 max-w-80 rounded-md border border-border bg-surface-2 p-1 text-text shadow-float';
const itemLook =
  'flex min-h-7 cursor-default items-center gap-2 rounded px-2 py-1 outline-none data-[highlighted]:bg-surface-3 data-[disabled]:text-muted';

interface MenuProps {
  trigger: ReactElement;
  align?: 'start' | 'end';
  children: ReactNode;
}

export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger asChild>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Content align={align} sideOffset={4} collisionPadding={8} className={contentLook}>
          {children}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  isDanger?: boolean;
  isDisabled?: boolean;
  onSelect(): void;
  children: ReactNode;
}

export function MenuItem({ icon, isDanger, isDisabled, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item
      disabled={isDisabled ?? false}
      onSelect={onSelect}
      className={isDanger ? `${itemLook} text-danger` : itemLook}
    >
      {icon}
      {children}
    </Base.Item>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Base.Label className="px-2 py-1 text-sm text-muted">{children}</Base.Label>;
}

export function MenuLine() {
  return <Base.Separator className="my-1 h-px bg-border" />;
}

interface MenuChoiceProps {
  value: string;
  options: { value: string; label: ReactNode; isDisabled?: boolean }[];
  onChoose(value: string): void;
}

/** One of several, the present one ticked. */
export function MenuChoice({ value, options, onChoose }: MenuChoiceProps) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChoose}>
      {options.map((option) => (
        <Base.RadioItem
          key={option.value}
          value={option.value}
          disabled={option.isDisabled ?? false}
          className={`${itemLook} pl-7 relative`}
        >
          <Base.ItemIndicator className="absolute left-2">
            <Check size={14} aria-hidden />
          </Base.ItemIndicator>
          {option.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}
