import type { Artifact } from '@sandsmith/contracts/domain/artifact';

export type ArtifactKind = 'chart' | 'table' | 'page' | 'text' | 'file';

const maxTableBytes = 20_000_000;
const maxTextBytes = 200_000;

/** How an artifact is shown. */
export function artifactKind({ path, mediaType, bytes }: Artifact): ArtifactKind {
  if (/^image\/(png|jpeg|gif|webp|svg\+xml)/.test(mediaType)) return 'chart';
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const isTable = ending === 'csv' || ending === 'tsv' || ending === 'json' || mediaType === 'text/csv';
  if (isTable && bytes <= maxTableBytes) return 'table';
  if (mediaType.startsWith('text/html') || ending === 'html') return 'page';
  if (mediaType.startsWith('text/plain') && bytes <= maxTextBytes) return 'text';
  return 'file';
}

/** `average-temp-max-by-month.csv` -> `Average temp max by month`. */
export function artifactTitle(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const words = name.replaceAll(/[-_]+/g, ' ').trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : path;
}

const kindOrder: readonly ArtifactKind[] = ['chart', 'table', 'page', 'text', 'file'];

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** As the answer speaks of them, a chart beside its table; those it does not name come last, by name. */
export function inOrder<T extends Artifact>(artifacts: readonly T[], answer: string): T[] {
  const spoken = `-${slugOf(answer)}-`;
  const entries = artifacts.map((artifact) => {
    const slug = slugOf(artifact.path.replace(/\.[^.]+$/, ''));
    const place = spoken.indexOf(`-${slug}-`);
    const rank = kindOrder.indexOf(artifactKind(artifact));
    return { artifact, slug, place: place === -1 ? Number.POSITIVE_INFINITY : place, rank };
  });
  entries.sort((a, b) => {
    if (a.place !== b.place) return a.place - b.place;
    return a.slug.localeCompare(b.slug, undefined, { numeric: true }) || a.rank - b.rank;
  });
  return entries.map(({ artifact }) => artifact);
}
