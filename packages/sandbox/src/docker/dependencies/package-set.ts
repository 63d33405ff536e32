import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { LanguageDefinition } from '../../languages/language-definition.ts';
import type { SandboxFile, SandboxRequest } from '../../sandbox-port.ts';

/** What a run wants installed before it starts, by the files that say so. */
export interface PackageSet {
  /** The same for the same files, command and image. */
  key: string;
  /** The manifests and lock files, and nothing else of the run. */
  files: { path: string; content: Uint8Array }[];
  /** Shell text. */
  install: string;
  /** As its users call it, such as "pip". */
  manager: string;
  /** The file that a person would look at, such as "requirements.txt". */
  manifest: string;
}

async function contentOf(file: SandboxFile): Promise<Uint8Array> {
  return 'content' in file ? file.content : readFile(file.hostPath);
}

/** Only files at the top count: a manifest deeper down belongs to something that the run brings along. */
function pick(request: SandboxRequest, names: string[]): SandboxFile[] {
  return request.files.filter(({ path }) => names.includes(path));
}

function keyOf({ files, install }: Pick<PackageSet, 'files' | 'install'>, scope: string): string {
  const hash = createHash('sha256').update(JSON.stringify([scope, install]));
  for (const { path, content } of files) hash.update(JSON.stringify([path, content.length])).update(content);
  return hash.digest('hex');
}

/**
 * What has to be installed for a run that may reach the registries and brings a manifest; undefined where nothing is,
 * or where the run has a store of packages of its own.
 */
export async function packageSetOf(
  request: SandboxRequest,
  { language, instanceId }: { language: LanguageDefinition; instanceId: string },
): Promise<PackageSet | undefined> {
  const { packageManager } = language;
  if (!packageManager || request.network === 'none' || request.dependencies) return undefined;
  const [first, ...manifests] = pick(request, packageManager.manifests);
  if (!first) return undefined;
  const chosen = [first, ...manifests, ...pick(request, packageManager.lockFiles)];
  const files = await Promise.all(
    chosen.map(async (file) => ({ path: file.path, content: await contentOf(file) })),
  );
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const { install, name: manager } = packageManager;
  const key = keyOf({ files, install }, `${instanceId}\0${language.imageTag}`);
  return { key, files, install, manager, manifest: first.path };
}
