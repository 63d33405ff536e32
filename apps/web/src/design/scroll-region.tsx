import type { CSSProperties, ReactNode, Ref, UIEventHandler } from 'react';
import { classNames } from './class-names.ts';

interface ScrollRegionProps {
  label: string;
  role?: 'region' | 'log';
  className?: string;
  style?: CSSProperties;
  ref?: Ref<HTMLDivElement>;
  onScroll?: UIEventHandler<HTMLDivElement>;
  children: ReactNode;
}

/** A part that scrolls by itself; it takes the focus, so that the keyboard reaches what is out of view. */
export function ScrollRegion({ label, role = 'region', className, children, ...rest }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name
    <div
      {...rest}
      role={role}
      aria-label={label}
      aria-live={role === 'log' ? 'off' : undefined}
      tabIndex={0}
      className={classNames('overflow-auto focus-visible:-outline-offset-2', className)}
    >
      {children}
    </div>
  );
}
