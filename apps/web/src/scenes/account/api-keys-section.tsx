import type { apiKeySchema } from '@sandsmith/contracts/http/auth';
import { KeyRound, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import { useApiKeyActions, useApiKeys } from '../../api/use-system.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { Field } from '../../design/field.tsx';
import { ErrorNotice, Notice } from '../../design/notice.tsx';
import { Empty, Skeleton } from '../../design/placeholder.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';

/** API keys: made, told once, withdrawn. */
export function ApiKeysSection() {
  const keys = useApiKeys();
  const { remove } = useApiKeyActions();
  const [doomed, setDoomed] = useState<{ id: string; name: string } | null>(null);
  return (
    <section aria-labelledby="api-keys" className="flex flex-col gap-3">
      <div>
        <h2 id="api-keys" className="text-lg">
          API keys
        </h2>
        <p className="text-muted">
          A program that sends a key as its bearer token acts for you. The interface is described at{' '}
          <a href="/docs" className="text-accent-text underline">
            /docs
          </a>
          .
        </p>
      </div>
      <NewKey />
      {keys.isError && <ErrorNotice error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isPending && <Skeleton className="h-14 rounded-md" />}
      {keys.data?.length === 0 && (
        <div className="rounded-md border border-border">
          <Empty icon={<KeyRound size={20} aria-hidden />} title="No API keys yet" />
        </div>
      )}
      {keys.data && keys.data.length > 0 && (
        <ul className="divide-y divide-border rounded-md border border-border bg-surface-2">
          {keys.data.map((key) => (
            <KeyRow key={key.id} stored={key} onWithdraw={() => setDoomed({ id: key.id, name: key.name })} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        isOpen={doomed !== null}
        title="Withdraw this key?"
        description={`Programs that use ${doomed?.name ?? 'it'} are refused from then on.`}
        action="Withdraw key"
        isBusy={remove.isPending}
        error={remove.error}
        onClose={() => setDoomed(null)}
        onConfirm={() => doomed && remove.mutate(doomed.id, { onSuccess: () => setDoomed(null) })}
      />
    </section>
  );
}

function NewKey() {
  const { create } = useApiKeyActions();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) create.mutate({ name: name.trim() }, { onSuccess: () => setName('') });
  };
  return (
    <>
      <form onSubmit={submit} className="flex items-end gap-2">
        <div className="max-w-80 flex-1">
          <Field
            label="Name of the new key"
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder="Nightly report"
            maxLength={100}
            autoComplete="off"
          />
        </div>
        <Button type="submit" className="h-8" disabled={!name.trim()} isBusy={create.isPending}>
          Make a key
        </Button>
      </form>
      {create.isError && <ErrorNotice error={create.error} />}
      {create.data && (
        <Notice
          kind="info"
          title={`Copy the key ${create.data.name} now: it is shown this once`}
          action={<CopyButton label="Copy the key" text={create.data.key} />}
        >
          <code className="text-text">{create.data.key}</code>
        </Notice>
      )}
    </>
  );
}

interface KeyRowProps {
  stored: z.infer<typeof apiKeySchema>;
  onWithdraw(): void;
}

function KeyRow({ stored, onWithdraw }: KeyRowProps) {
  return (
    <li className="flex items-center gap-4 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate">{stored.name}</p>
        <p className="text-sm text-muted">
          <code className="text-[12px]">{stored.prefix}…</code>, made <RelativeTime time={stored.createdAt} />
          ,{' '}
          {stored.lastUsedAt ? (
            <>
              last used <RelativeTime time={stored.lastUsedAt} />
            </>
          ) : (
            'never used'
          )}
        </p>
      </div>
      <IconButton label={`Withdraw ${stored.name}`} onClick={onWithdraw}>
        <Trash2 size={15} aria-hidden />
      </IconButton>
    </li>
  );
}
