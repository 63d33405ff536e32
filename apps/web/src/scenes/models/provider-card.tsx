import type { Provider } from '@sandsmith/contracts/domain/provider';
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { StatusMark } from '../../design/status-mark.tsx';
import { ProviderForm } from './provider-form.tsx';

const looks = {
  ready: { icon: CircleCheck, tone: 'text-success', words: 'Ready' },
  'not-configured': { icon: CircleDashed, tone: 'text-muted', words: 'Not connected' },
  unreachable: { icon: CircleAlert, tone: 'text-danger', words: 'Does not answer' },
};

export function ProviderCard({ provider, isDefault }: { provider: Provider; isDefault: boolean }) {
  return (
    <section
      aria-labelledby={`provider-${provider.id}`}
      className="rounded-md border border-border bg-surface-2"
    >
      <div className="flex flex-col gap-1 p-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id={`provider-${provider.id}`} className="flex items-center gap-2 text-lg">
            {provider.name}
            {isDefault && (
              <span className="rounded border border-border px-1.5 text-xs text-muted">Default</span>
            )}
          </h2>
          <StatusMark look={looks[provider.status]} hasWords />
        </div>
        <p className="max-w-[68ch] text-muted [overflow-wrap:anywhere]">{provider.detail}</p>
        {provider.examples.length > 0 && <Examples examples={provider.examples} />}
        {provider.models.length > 0 && provider.id !== 'builtin' && (
          <p className="text-sm text-muted [overflow-wrap:anywhere]">
            Models: {provider.models.map(({ name }) => name).join(', ')}
          </p>
        )}
      </div>
      {provider.id !== 'builtin' && <ProviderForm provider={provider} id={provider.id} />}
    </section>
  );
}

function Examples({ examples }: { examples: readonly string[] }) {
  return (
    <div className="mt-2">
      <h3 className="text-sm text-muted">What it can do, for example</h3>
      <ul className="mt-1 grid grid-cols-2 gap-x-6 gap-y-1 max-sm:grid-cols-1">
        {examples.map((example) => (
          <li key={example} className="border-l-2 border-border pl-2">
            {example}
          </li>
        ))}
      </ul>
    </div>
  );
}
