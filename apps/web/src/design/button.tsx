import { LoaderCircle } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Hint } from './hint.tsx';

const looks = {
  primary:
    'bg-accent text-accent-contrast border-accent hover:not-disabled:brightness-110 disabled:bg-surface-3 disabled:text-muted disabled:border-border',
  plain: 'bg-surface-2 text-text border-border hoverable disabled:text-muted',
  quiet: 'bg-transparent text-text border-transparent hoverable disabled:text-muted',
  danger: 'bg-transparent text-danger border-danger hoverable disabled:text-muted disabled:border-border',
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof looks;
  size?: 'small' | 'medium' | 'large';
  icon?: ReactNode;
  isBusy?: boolean;
}

const sizes = { small: 'h-6 px-2 text-sm gap-1', medium: 'h-7 px-3 gap-1.5', large: 'h-9 px-4 gap-2' };

/** A button with words. One with `primary` at most on a screen. */
export function Button({
  look = 'plain',
  size = 'medium',
  icon,
  isBusy,
  children,
  className,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md border font-[550] transition-calm',
        sizes[size],
        looks[look],
        className,
      )}
    >
      {isBusy ? <LoaderCircle size={14} className="spin" aria-hidden /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name for a screen reader and its tooltip. */
  label: string;
  shortcut?: string;
  isPressed?: boolean;
  side?: 'top' | 'right' | 'bottom' | 'left';
  size?: keyof typeof iconSizes;
}

const iconSizes = { tiny: 'size-5', small: 'size-6', medium: 'size-7', large: 'size-8' };

/** A button that is an icon alone; it always has a tooltip. */
export function IconButton({
  label,
  shortcut,
  isPressed,
  side,
  size = 'medium',
  className,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Hint text={label} shortcut={shortcut} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isPressed}
        {...rest}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center rounded-md text-muted hoverable hover:text-text disabled:opacity-50',
          iconSizes[size],
          isPressed && 'bg-surface-3 text-text',
          className,
        )}
      >
        {children}
      </button>
    </Hint>
  );
}
