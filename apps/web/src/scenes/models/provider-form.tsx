import type { Provider } from '@sandsmith/contracts/domain/provider';
import type { PutCredential } from '@sandsmith/contracts/http/providers';
import { type ChangeEvent, type FormEvent, useState } from 'react';
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

type Typed = Record<keyof PutCredential, string>;

/** What is left empty is not sent. */
function toCredential(typed: Typed): PutCredential {
  return {
    apiKey: typed.apiKey.trim() || undefined,
    baseUrl: typed.baseUrl.trim() || undefined,
    defaultModel: typed.defaultModel.trim() || undefined,
  };
}

/** The fields as they are typed, each with what the server said against it. */
function useTyped(provider: Provider, error: unknown) {
  const [typed, setTyped] = useState<Typed>({
    apiKey: '',
    baseUrl: provider.baseUrl ?? '',
    defaultModel: provider.defaultModel ?? '',
  });
  const issues = isProblem(error) ? error.issues : [];
  const set = (name: keyof Typed, text: string) => setTyped((now) => ({ ...now, [name]: text }));
  const field = (name: keyof Typed) => ({
    value: typed[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => set(name, event.target.value),
    error: issues.find(({ path }) => path.endsWith(name))?.message,
    autoComplete: 'off',
  });
  return { body: toCredential(typed), field, forgetKey: () => set('apiKey', '') };
}

/** Connects a provider. A stored key is never sent back, so its field is empty. */
export function ProviderForm({ provider, id }: { provider: Provider; id: keyof typeof forms }) {
  const words = forms[id];
  const { save, remove } = useCredentials();
  const { body, field, forgetKey } = useTyped(provider, save.error);
  const hasStored = provider.source === 'credential';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const onSuccess = () => {
      forgetKey();
      toast.success(`${provider.name} is saved`);
    };
    save.mutate({ provider: id, body }, { onSuccess });
  };
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
          placeholder={words.baseUrl}
          hint={words.baseUrlHint}
          inputMode="url"
          {...field('baseUrl')}
        />
        <Field label="Model" hint={words.model} {...field('defaultModel')} />
      </div>
      {words.hasKey && (
        <Field
          label="Key"
          type="password"
          hint={
            hasStored
              ? 'A key is stored. Type a new one to replace it; it is never shown again.'
              : 'Stored sealed on this server, and never shown again.'
          }
          {...field('apiKey')}
        />
      )}
      {error && <ErrorNotice error={error} />}
      <div className="flex justify-end gap-2">
        {hasStored && (
          <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate(id)}>
            Disconnect
          </Button>
        )}
        <Button type="submit" isBusy={save.isPending} disabled={!Object.values(body).some(Boolean)}>
          {hasStored ? 'Save changes' : 'Connect'}
        </Button>
      </div>
    </form>
  );
}
