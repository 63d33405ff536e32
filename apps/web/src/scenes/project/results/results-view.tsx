import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { ChartColumn } from 'lucide-react';
import { useMemo } from 'react';
import Markdown from 'react-markdown';
import { useArtifactText } from '../../../api/use-artifact.ts';
import { Empty, Skeleton } from '../../../design/placeholder.tsx';
import { ScrollRegion } from '../../../design/scroll-region.tsx';
import type { BuildLive } from '../../../realtime/build-live.ts';
import { isAtWork } from '../plan/build-words.ts';
import { useBuildId, useWorkbench } from '../workbench/workbench-context.ts';
import { ArtifactChart } from './artifact-chart.tsx';
import { ArtifactFile } from './artifact-file.tsx';
import { artifactKind, inOrder } from './artifact-kind.ts';
import { ArtifactPage } from './artifact-page.tsx';
import { ArtifactTable } from './artifact-table.tsx';
import { ArtifactText } from './artifact-text.tsx';

const answerPath = 'answer.md';

/** What came of the build: the answer in sentences, charts, tables, pages, then the other files. */
export function ResultsView() {
  const { feed } = useWorkbench();
  const { live } = feed;
  const ordered = useMemo(
    () => inOrder(live.artifacts, `${live.summary ?? ''} ${live.plan?.title ?? ''}`),
    [live.artifacts, live.summary, live.plan],
  );
  const shown = ordered.filter(
    (artifact) => artifact.path !== answerPath && artifactKind(artifact) !== 'file',
  );
  const others = ordered.filter(
    (artifact) => artifactKind(artifact) === 'file' && artifact.path !== answerPath,
  );
  const hasAnswer = live.artifacts.some((artifact) => artifact.path === answerPath);
  if (feed.phase === 'loading') return <ResultSkeleton />;
  if (live.artifacts.length === 0 && !live.summary) {
    return (
      <Empty icon={<ChartColumn size={22} aria-hidden />} title="No results yet">
        {noResultsWords(live)}
      </Empty>
    );
  }
  return (
    <ScrollRegion label="Results" className="h-full">
      <div className="mx-auto flex max-w-[1040px] flex-col gap-5 p-4 pb-8">
        {hasAnswer ? <Answer /> : live.summary && <Prose text={live.summary} />}
        {shown.map((artifact) => (
          <ArtifactView key={artifact.path} artifact={artifact} />
        ))}
        {others.length > 0 && (
          <section aria-label="Other files" className="flex flex-col gap-1">
            <h3 className="eyebrow">Other files</h3>
            {others.map((artifact) => (
              <ArtifactFile key={artifact.path} artifact={artifact} />
            ))}
          </section>
        )}
      </div>
    </ScrollRegion>
  );
}

function noResultsWords(live: BuildLive): string {
  if (live.failure) return 'The build failed before it made any. The plan says what failed and what to do.';
  if (isAtWork(live)) return 'Charts, tables and the answer appear here as the programs make them.';
  return 'Charts, tables and the answer stand here once a build has made them.';
}

const views = {
  chart: ArtifactChart,
  table: ArtifactTable,
  page: ArtifactPage,
  text: ArtifactText,
  file: ArtifactFile,
};

function ArtifactView({ artifact }: { artifact: Artifact }) {
  const View = views[artifactKind(artifact)];
  return <View artifact={artifact} />;
}

function Answer() {
  const buildId = useBuildId();
  const { feed } = useWorkbench();
  const bytes = feed.live.artifacts.find((artifact) => artifact.path === answerPath)?.bytes ?? 0;
  const { text } = useArtifactText({
    buildId,
    path: answerPath,
    version: `${bytes}/${feed.live.status}`,
  });
  const shown = text ?? feed.live.summary;
  if (!shown) return <Skeleton className="h-16" />;
  return <Prose text={shown} />;
}

/** Markdown from a program: no raw HTML, and no image from elsewhere. */
function Prose({ text }: { text: string }) {
  return (
    <div className="prose-answer" data-testid="answer">
      <Markdown
        components={{
          img: ({ alt }) => <span>{alt}</span>,
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  );
}

function ResultSkeleton() {
  return (
    <div className="flex flex-col gap-3 p-4" aria-hidden>
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-60" />
    </div>
  );
}
