import type Docker from 'dockerode';
import { labels, statusCodeOf } from '../engine.ts';

/** Removes images of ours that no folder makes any more, where no container uses them. Gives their names. */
export async function pruneImages(engine: Docker, current: ReadonlySet<string>): Promise<string[]> {
  const images = await engine.listImages({ filters: { label: [labels.image] } });
  const removed: string[] = [];
  for (const { RepoTags } of images) {
    const tags = RepoTags?.filter((tag) => tag.startsWith('sandsmith/')) ?? [];
    if (tags.length === 0 || tags.some((tag) => current.has(tag))) continue;
    for (const tag of tags) {
      try {
        await engine.getImage(tag).remove();
        removed.push(tag);
      } catch (error) {
        // in use by a container, or by an image that is still needed
        if (statusCodeOf(error) !== 409 && statusCodeOf(error) !== 404) throw error;
      }
    }
  }
  return removed;
}
