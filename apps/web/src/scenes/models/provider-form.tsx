import type { Provider } from '@sandsmith/contracts/domain/provider';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { isProblem } from '../../api/problem-error.ts';
import { useCredentials } from '../../api/use-system.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { ErrorNotice } from '../../design/notice.tsx';

const forms = {
  openai: {
    baseUrl: 'https://api.openai.com/v1',
    baseUrlHint:
      'Any service that speaks the OpenAI protocol: OpenAI, OpenRouter, vLLM, LM Studio and others.',
    model: 'The name as your provider writes it',
    hasKey: true,
  },
  ollama: {
    baseUrl: 'http://127.0.0.1:11434',
    baseUrlHint: 'Where Ollama listens. It runs models on your own hardware, without a key.',
    model: 'A coding model you have pulled',
    hasKey: false,
  },
};

/** Connects a provider. A stored key is never sent back, so its field is empty. */
export function ProviderForm({ provider, id }: { provider: Provider; id: keyof typeof forms }) {
  const words = forms[id];
  const { save, remove } = useCredentials();
  const [apiKey, setApiKey] = useState('');
  const [baseUrl, setBaseUrl] = useState(provider.baseUrl ?? '');
  const [model, setModel] = useState(provider.defaultModel ?? '');
  const hasStored = provider.source === 'credential';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      ...(apiKey.trim() ? { apiKey: apiKey.trim() } : {}),
      ...(baseUrl.trim() ? { baseUrl: baseUrl.trim() } : {}),
      ...(model.trim() ? { defaultModel: model.trim() } : {}),
    };
    save.mutate(
      { provider: id, body },
      {
        onSuccess: () => {
          setApiKey('');
          toast.success(`${provider.name} is saved`);
        },
      },
    );
  };
  const issue = (path: string) =>
    isProblem(save.error) ? save.error.issues.find((entry) => entry.path.endsWith(path))?.message : undefined;
  const error = save.error ?? remove.error;
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-t border-border p-4">
      {provider.source === 'environment' && (
        <p className="text-sm text-muted">
          Set up by the server's environment. What you save here is used instead, for your account alone.
        </p>
      )}
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field
          label="Address"
          value={baseUrl}
          onChange={(event) => setBaseUrl(event.target.value)}
          placeholder={words.baseUrl}
          hint={words.baseUrlHint}
          error={issue('baseUrl')}
          inputMode="url"
          autoComplete="off"
        />
        <Field
          label="Model"
          value={model}
          onChange={(event) => setModel(event.target.value)}
          hint={words.model}
          error={issue('defaultModel')}
          autoComplete="off"
        />
      </div>
      {words.hasKey && (
        <Field
          label="Key"
          type="password"
          value={apiKey}
          onChange={(event) => setApiKey(event.target.value)}
          hint={
            hasStored
              ? 'A key is stored. Type a new one to replace it; it is never shown again.'
              : 'Stored sealed on this server, and never shown again.'
          }
          error={issue('apiKey')}
          autoComplete="off"
        />
      )}
      {error && <ErrorNotice error={error} />}
      <div className="flex justify-end gap-2">
        {hasStored && (
          <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate(id)}>
            Disconnect
          </Button>
        )}
        <Button
          type="submit"
          isBusy={save.isPending}
          disabled={!apiKey.trim() && !baseUrl.trim() && !model.trim()}
        >
          {hasStored ? 'Save changes' : 'Connect'}
        </Button>
      </div>
    </form>
  );
}
