import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorWords } from '../api/problem-error.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';

const kinds = {
  danger: { icon: CircleAlert, look: 'border-danger', tone: 'text-danger' },
  warning: { icon: TriangleAlert, look: 'border-warning', tone: 'text-warning' },
  info: { icon: Info, look: 'border-border', tone: 'text-info' },
};

interface NoticeProps {
  kind: keyof typeof kinds;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** A box that says what is the matter and what to do. */
export function Notice({ kind, title, children, action, className }: NoticeProps) {
  const { icon: Icon, look, tone } = kinds[kind];
  return (
    <div
      role={kind === 'danger' ? 'alert' : 'status'}
      className={classNames(
        'flex items-start gap-3 rounded-md border bg-surface-2 px-3 py-2.5',
        look,
        className,
      )}
    >
      <Icon size={16} aria-hidden className={classNames('mt-0.5 shrink-0', tone)} />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="font-[550]">{title}</p>
        {children && <div className="text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}

interface ErrorNoticeProps {
  error: unknown;
  onRetry?: () => void;
  className?: string;
}

/** Any error, in plain words. */
export function ErrorNotice({ error, onRetry, className }: ErrorNoticeProps) {
  const { title, detail } = errorWords(error);
  return (
    <Notice
      kind="danger"
      title={title}
      {...(className ? { className } : {})}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {detail}
    </Notice>
  );
}
