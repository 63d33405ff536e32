import type { Provider } from '@sandsmith/contracts/domain/provider';
import { useProviders } from '../../api/use-system.ts';
import { ErrorNotice } from '../../design/notice.tsx';
import { Skeleton } from '../../design/placeholder.tsx';
import { ProviderCard } from './provider-card.tsx';

/** Which models there are, what they can do, and how to connect another. */
export function ModelsScene() {
  const { data, isPending, isError, error, refetch } = useProviders();
  const byId = new Map<string, Provider>(data?.providers.map((provider) => [provider.id, provider]));
  const order = ['builtin', 'openai', 'ollama'].flatMap((id) => byId.get(id) ?? []);
  return (
    <div className="mx-auto flex w-full max-w-[760px] flex-col gap-4 p-6 max-sm:p-4">
      <title>Models · Sandsmith</title>
      <div>
        <h1 className="text-xl">Models</h1>
        <p className="max-w-[64ch] text-muted">
          A model plans and writes the programs. The built-in one needs nothing and answers questions about
          data. For everything else, connect a language model in one of the two ways below.
        </p>
      </div>
      {isError && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && [1, 2, 3].map((number) => <Skeleton key={number} className="h-32 rounded-md" />)}
      {order.map((provider) => (
        <ProviderCard
          key={provider.id}
          provider={provider}
          isDefault={provider.id === data?.defaultProvider}
        />
      ))}
    </div>
  );
}
