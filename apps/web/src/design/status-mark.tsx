import type { BuildStatus } from '@sandsmith/contracts/domain/build';
import type { StepStatus } from '@sandsmith/contracts/domain/plan';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleSlash,
  LoaderCircle,
  type LucideIcon,
  Wrench,
} from 'lucide-react';
import { classNames } from './class-names.ts';

interface Look {
  icon: LucideIcon;
  tone: string;
  words: string;
  spins?: boolean;
}

export const buildLooks: Record<BuildStatus | 'none', Look> = {
  none: { icon: CircleDashed, tone: 'text-muted', words: 'Nothing built' },
  planning: { icon: LoaderCircle, tone: 'text-info', words: 'Planning', spins: true },
  'awaiting-approval': { icon: CircleDot, tone: 'text-accent-text', words: 'Waiting for approval' },
  running: { icon: LoaderCircle, tone: 'text-info', words: 'Building', spins: true },
  paused: { icon: CirclePause, tone: 'text-warning', words: 'Paused' },
  succeeded: { icon: CircleCheck, tone: 'text-success', words: 'Done' },
  failed: { icon: CircleAlert, tone: 'text-danger', words: 'Failed' },
  cancelled: { icon: CircleSlash, tone: 'text-muted', words: 'Stopped' },
};

export const stepLooks: Record<StepStatus, Look> = {
  pending: { icon: CircleDashed, tone: 'text-muted', words: 'Waiting' },
  running: { icon: LoaderCircle, tone: 'text-info', words: 'At work', spins: true },
  repairing: { icon: Wrench, tone: 'text-warning', words: 'Repairing' },
  succeeded: { icon: CircleCheck, tone: 'text-success', words: 'Done' },
  failed: { icon: CircleAlert, tone: 'text-danger', words: 'Failed' },
  skipped: { icon: CircleSlash, tone: 'text-muted', words: 'Skipped' },
  cancelled: { icon: CircleSlash, tone: 'text-muted', words: 'Stopped' },
};

interface MarkProps {
  look: Look;
  /** With words beside the icon; without, they are for the screen reader alone. */
  hasWords?: boolean;
}

/** A state as an icon in its colour, and in words. */
export function StatusMark({ look, hasWords }: MarkProps) {
  const { icon: Icon, tone, words, spins } = look;
  return (
    <span className={classNames('inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap', tone)}>
      <Icon size={16} aria-hidden className={classNames('shrink-0', spins && 'spin')} />
      <span className={hasWords ? undefined : 'sr-only'}>{words}</span>
    </span>
  );
}
