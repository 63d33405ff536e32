import type { Language } from '@sandsmith/contracts/domain/run';
import { CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react';
import { useLanguages } from '../../api/use-system.ts';
import { ErrorNotice } from '../../design/notice.tsx';
import { Skeleton } from '../../design/placeholder.tsx';
import { StatusMark } from '../../design/status-mark.tsx';

const looks = {
  ready: { icon: CircleCheck, tone: 'text-success', words: 'Ready' },
  building: { icon: LoaderCircle, tone: 'text-info', words: 'Being built', spins: true },
  missing: { icon: CircleDashed, tone: 'text-muted', words: 'Built at first use' },
};

/** What programs can be written in. An image that is not there yet is no fault: it is built when it is needed. */
export function LanguagesSection() {
  const { data, isPending, isError, error, refetch } = useLanguages();
  return (
    <section aria-labelledby="languages" className="flex flex-col gap-2">
      <h2 id="languages" className="text-lg">
        Languages
      </h2>
      {isError && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton className="h-40 rounded-md" />}
      {data && (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(210px,1fr))] gap-px overflow-hidden rounded-md border border-border bg-border">
          {[...data]
            .sort((a, b) => a.name.localeCompare(b.name))
            .map((language) => (
              <LanguageCell key={language.id} language={language} />
            ))}
        </ul>
      )}
      {data?.some(({ status }) => status === 'missing') && (
        <p className="text-sm text-muted">
          The first program in a language waits until its image is built. <code>npm run images</code> builds
          them all now.
        </p>
      )}
    </section>
  );
}

function LanguageCell({ language }: { language: Language }) {
  const { name, version, status } = language;
  return (
    <li className="flex flex-col bg-surface-2 px-4 py-2">
      <span className="flex items-baseline gap-1.5">
        <span className="font-[550]">{name}</span>
        {version && <span className="min-w-0 truncate text-sm tabular text-muted">{version}</span>}
      </span>
      <span className="text-sm">
        <StatusMark look={looks[status]} hasWords />
      </span>
    </li>
  );
}
