import { Readable } from 'node:stream';
import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import { type Logger, silentLogger } from '@sandsmith/foundation/logger';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import {
  baseImage,
  defaultImagesDirectory,
  type ImageFolder,
  readImageFolders,
  runnerFolder,
} from '../languages/image-folders.ts';
import { type BuildLayer, type BuildStep, followBuild, shortIdLength } from './build-stream.ts';
import { createEngine, labels, within } from './engine.ts';
import { ensureBaseImage, hasImage } from './images/base-image.ts';
import { buildArguments, type PackageAccess, readPackageAccess } from './package-access.ts';
import { createStreamDemultiplexer } from './stream-demultiplexer.ts';

export interface BuildProgress {
  /** From 1 to `images`; 0 while the base image is made sure of. */
  image: number;
  images: number;
  name: string;
  step?: number;
  steps?: number;
  /** The whole in words, such as "image 2 of 5: python, step 4 of 9". */
  message: string;
}

export interface BuildImagesOptions {
  logger?: Logger;
  /** Only these languages and what they are built from; all where left out. */
  languages?: string[];
  onProgress: (progress: BuildProgress) => void;
  signal: AbortSignal;
  imagesDirectory?: string;
  extraCaFile?: string;
  engine?: Docker;
  environment?: NodeJS.ProcessEnv;
  /** The image that the base is built from. */
  base?: string;
}

export interface BuiltImages {
  built: { id: string; tag: string; durationMs: number }[];
  upToDate: { id: string; tag: string }[];
}

/** The folders of these languages with their parents, in the order to build. */
export function selectFolders(folders: ImageFolder[], languages: string[] | undefined): ImageFolder[] {
  if (!languages) return folders;
  const known = folders.flatMap(({ language }) => (language ? [language.id] : []));
  const unknown = languages.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new SandsmithError({
      code: 'run.language-unknown',
      message: `There is no language ${unknown.join(', ')}. Choose of: ${known.join(', ')}.`,
      details: { languages: known },
    });
  }
  const wanted = new Set(languages);
  for (const folder of folders.toReversed()) {
    if (wanted.has(folder.id) && folder.language) wanted.add(folder.language.parent);
  }
  return folders.filter(({ id, language }) => !language || wanted.has(id));
}

/** What an image is built from, as the engine takes it. */
export function contextOf(files: { name: string; content: string | Buffer }[]): NodeJS.ReadableStream {
  const tar = pack();
  for (const { name, content } of files) tar.entry({ name, mode: 0o644 }, content);
  tar.finalize();
  return Readable.from(tar);
}

interface BuildContext {
  engine: Docker;
  access: PackageAccess;
  base: string;
  signal: AbortSignal;
  /** The short ids of what was made here, and not found made by another build. */
  layers: Set<string>;
}

/** Whether something that a build has made use of is gone: another build, at its end, has tidied up its stages. */
async function isAnyGone(engine: Docker, ids: Iterable<string>): Promise<boolean> {
  for (const id of ids) if (!(await hasImage(engine, id))) return true;
  return false;
}

/** Runs the folder's Dockerfile. */
async function buildTools(
  { engine, access, base, signal, layers }: BuildContext,
  folder: ImageFolder,
  onStep: (step: BuildStep) => void,
): Promise<void> {
  const parentTag = folder.parentTag === baseImage ? base : folder.parentTag;
  const options = {
    t: folder.toolsTag,
    forcerm: true,
    buildargs: { ...buildArguments(access), PARENT_IMAGE: parentTag },
    labels: { [labels.image]: folder.id },
    abortSignal: signal,
  };
  const title = `Building the image ${folder.id}`;
  const used = new Set<string>();
  const onLayer = ({ id, isCached }: BuildLayer) => {
    used.add(id);
    if (!isCached) layers.add(id);
  };
  const build = async () => {
    const extraCa = { name: 'extra-ca.crt', content: access.caBundle ?? '' };
    const stream = await engine.buildImage(contextOf([...folder.files, extraCa]), options);
    await followBuild(engine, stream, { title, onStep, onLayer });
  };
  try {
    await build();
  } catch (error) {
    signal.throwIfAborted();
    if (!(await isAnyGone(engine, used))) throw error;
    await build();
  }
}

/** What the language itself says its version is, asked in a container without network. */
async function askVersion(engine: Docker, image: string, command: string[]): Promise<string> {
  const container = await engine.createContainer({
    Image: image,
    Entrypoint: command,
    Cmd: [],
    Labels: { [labels.image]: 'version' },
    HostConfig: { NetworkMode: 'none', ReadonlyRootfs: true, CapDrop: ['ALL'] },
  });
  try {
    await container.start();
    const end: unknown = await container.wait();
    const log = await container.logs({ stdout: true, stderr: false });
    const output = createStreamDemultiplexer()
      .push(log)
      .map(({ bytes }) => bytes.toString('utf8'))
      .join('')
      .trim();
    if (
      typeof end === 'object' &&
      end !== null &&
      'StatusCode' in end &&
      end.StatusCode === 0 &&
      output !== ''
    )
      return output;
    throw new SandsmithError({
      code: 'sandbox.failed',
      message: `The image ${image} was built, but "${command.join(' ')}" does not work in it. Correct its Dockerfile, then run "npm run images".`,
    });
  } finally {
    await container.remove({ force: true });
  }
}

/** Tools that are there are used as they are: after a change of the agent, only its layer is new. */
async function buildFolder(
  context: BuildContext,
  folder: ImageFolder,
  { folders, onStep }: { folders: ImageFolder[]; onStep: (step: BuildStep) => void },
): Promise<void> {
  const { engine, signal } = context;
  if (!(await hasImage(engine, folder.toolsTag))) {
    const parent = folders.find(({ toolsTag }) => toolsTag === folder.parentTag);
    // a parent that is whole may have lost its tools: they are needed again
    if (parent && !(await hasImage(engine, parent.toolsTag)))
      await buildFolder(context, parent, { folders, onStep });
    await buildTools(context, folder, onStep);
  }
  const agent = folders.find(({ id }) => id === runnerFolder);
  if (!folder.language || !agent) return;
  const version = await askVersion(engine, folder.toolsTag, folder.language.versionCommand);
  const lines = [
    `FROM ${folder.toolsTag}`,
    `COPY --from=${agent.tag} /usr/local/lib/sandsmith/runner /usr/local/lib/sandsmith/runner`,
    '',
  ];
  // the tag appears last and with the version on it: an image that has its tag is whole
  const stream = await engine.buildImage(contextOf([{ name: 'Dockerfile', content: lines.join('\n') }]), {
    t: folder.tag,
    forcerm: true,
    labels: { [labels.image]: folder.id, [labels.languageVersion]: version },
    abortSignal: signal,
  });
  await followBuild(engine, stream, {
    title: `Putting the agent into the image ${folder.id}`,
    onStep: () => {},
  });
}

/** Older ones are of a build that was broken off: no image takes so long. */
const stageLifetimeSeconds = 2 * 3_600;

/**
 * Removes what the stages of this build left behind, some 600 MB each. Those of another one that goes on beside it, also
 * of another server, are still needed there.
 */
async function removeStages(engine: Docker, layers: ReadonlySet<string>): Promise<void> {
  const filters = { dangling: ['true'], label: [labels.stage] };
  for (const { Id, Created } of await engine.listImages({ filters })) {
    const isOld = Created < Date.now() / 1_000 - stageLifetimeSeconds;
    if (!isOld && !layers.has(Id.replace('sha256:', '').slice(0, shortIdLength))) continue;
    await engine
      .getImage(Id)
      .remove()
      .catch(() => {});
  }
}

/**
 * Which of the wanted folders have to be built. What languages are built from is needed for building alone: images that
 * were brought here whole do not ask for it.
 */
export function staleFolders(
  wanted: ImageFolder[],
  isPresent: (folder: ImageFolder) => boolean,
): ImageFolder[] {
  const missing = wanted.filter((folder) => !isPresent(folder));
  const isOfUse = missing.some(({ language }) => language) || !wanted.some(({ language }) => language);
  return isOfUse ? missing : [];
}

/** Builds every image whose folder, runner or parent changed since it was last built. */
export async function buildImages(options: BuildImagesOptions): Promise<BuiltImages> {
  const { onProgress, signal, logger = silentLogger, base = baseImage } = options;
  const engine = options.engine ?? createEngine();
  const folders = selectFolders(
    await readImageFolders(options.imagesDirectory ?? defaultImagesDirectory),
    options.languages,
  );
  const present = new Set<string>();
  const look = async ({ tag }: ImageFolder) => void ((await hasImage(engine, tag)) && present.add(tag));
  await within(10_000, 'looking for the sandbox images', Promise.all(folders.map(look)));
  const stale = staleFolders(folders, ({ tag }) => present.has(tag));
  const result: BuiltImages = { built: [], upToDate: folders.filter(({ tag }) => present.has(tag)) };
  if (stale.length === 0) return result;

  const access = await readPackageAccess({
    environment: options.environment ?? process.env,
    extraCaFile: options.extraCaFile,
  });
  const images = stale.length;
  const layers = new Set<string>();
  if (stale.some(({ language }) => !language)) {
    const onBase = (message: string) =>
      onProgress({ image: 0, images, name: base, message: `base image ${base}: ${message}` });
    await ensureBaseImage({ engine, image: base, access, onProgress: onBase, signal });
  }
  const failed: { folder: ImageFolder; error: unknown }[] = [];
  for (const [index, folder] of stale.entries()) {
    signal.throwIfAborted();
    // what is built from a failed one has no use; the others are
    if (failed.some((other) => other.folder.toolsTag === folder.parentTag)) continue;
    const startedMs = Date.now();
    const report = (step?: BuildStep) => {
      const words = `image ${index + 1} of ${images}: ${folder.id}`;
      const message = step ? `${words}, step ${step.step} of ${step.steps}` : words;
      onProgress({ image: index + 1, images, name: folder.id, ...step, message });
    };
    report();
    try {
      await buildFolder({ engine, access, base, signal, layers }, folder, { folders, onStep: report });
      const durationMs = Date.now() - startedMs;
      logger.info({ image: folder.id, tag: folder.tag, durationMs }, 'sandbox image built');
      result.built.push({ id: folder.id, tag: folder.tag, durationMs });
    } catch (error) {
      signal.throwIfAborted();
      logger.error({ err: error, image: folder.id, reason: messageOf(error) }, 'sandbox image failed');
      failed.push({ folder, error });
    }
  }
  await removeStages(engine, layers);
  if (failed.length > 0) throw failureOf(failed);
  return result;
}

function failureOf(failed: { folder: ImageFolder; error: unknown }[]): unknown {
  const [first] = failed;
  if (failed.length === 1) return first?.error;
  return new SandsmithError({
    code: 'sandbox.failed',
    message: [
      `${failed.length} images could not be built: ${failed.map(({ folder }) => folder.id).join(', ')}.`,
      ...failed.map(({ error }) => messageOf(error)),
    ].join('\n'),
    cause: first?.error,
  });
}
