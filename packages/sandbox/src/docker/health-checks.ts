import { statfs } from 'node:fs/promises';
import type { HealthCheck } from '@sandsmith/contracts/domain/health';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import type Docker from 'dockerode';
import type { LanguageDefinition } from '../languages/language-definition.ts';
import { addressOf, within } from './engine.ts';
import { readImageVersions } from './images/image-catalogue.ts';
import type { RuntimeTrial } from './runtime-probe.ts';

type Finding = Pick<HealthCheck, 'status' | 'detail' | 'remedy'>;

const timeoutMs = 5_000;
const gib = 1024 ** 3;
const wantedFreeBytes = 2 * gib;

export interface HealthCheckOptions {
  engine: Docker;
  languages: () => Promise<LanguageDefinition[]>;
  runtime: string | undefined;
  /** What became of a program in the chosen runtime; undefined where none could be run yet. */
  runtimeTrial: () => Promise<RuntimeTrial | undefined>;
}

function remedyOf(error: unknown): string {
  const remedy = isSandsmithError(error) ? error.details['remedy'] : undefined;
  return typeof remedy === 'string' ? remedy : 'sudo systemctl start docker';
}

async function timed(id: string, title: string, find: () => Promise<Finding>): Promise<HealthCheck> {
  const startedMs = performance.now();
  const finding = await find().catch(
    (error: unknown): Finding => ({
      status: 'fail',
      detail: messageOf(error),
      remedy: remedyOf(error),
    }),
  );
  return { id, title, ...finding, durationMs: Math.round(performance.now() - startedMs) };
}

async function checkEngine(engine: Docker): Promise<Finding> {
  const { Version, ApiVersion } = await within(timeoutMs, 'asking its version', engine.version());
  const address = await addressOf(engine);
  return { status: 'pass', detail: `Docker ${Version} (API ${ApiVersion}) at ${address}` };
}

interface EngineInfo {
  CgroupVersion?: string;
  MemoryLimit?: boolean;
  SwapLimit?: boolean;
  PidsLimit?: boolean;
  CpuCfsQuota?: boolean;
  SecurityOptions?: string[];
  DefaultRuntime?: string;
  Runtimes?: Record<string, unknown>;
  DockerRootDir?: string;
}

function checkLimits(info: EngineInfo): Finding {
  const limits: [string, boolean | undefined][] = [
    ['memory', info.MemoryLimit],
    ['swap', info.SwapLimit],
    ['processes', info.PidsLimit],
    ['processor time', info.CpuCfsQuota],
    ['system calls (seccomp)', info.SecurityOptions?.some((option) => option.includes('name=seccomp'))],
  ];
  const missing = limits.filter(([, isEnforced]) => !isEnforced).map(([name]) => name);
  const version = `cgroup version ${info.CgroupVersion ?? 'unknown'}`;
  if (missing.length === 0) return { status: 'pass', detail: `${version}; all limits of a run are enforced` };
  return {
    status: missing.includes('memory') || missing.includes('processes') ? 'fail' : 'warn',
    detail: `${version}; not enforced: ${missing.join(', ')}`,
    remedy:
      'Add "cgroup_enable=memory swapaccount=1" to the kernel command line and restart, or use a kernel with cgroup version 2.',
  };
}

function ranIn(runtime: string, gaps: string[]): Finding {
  const detail = `${runtime}: a program ran in it`;
  if (gaps.length === 0) return { status: 'pass', detail };
  return {
    status: 'warn',
    detail: `${detail}; not enforced: ${gaps.join('; ')}`,
    remedy:
      "docs/security.md says what this means; without SANDBOX_RUNTIME the engine's own runtime enforces all.",
  };
}

async function checkRuntime(info: EngineInfo, options: HealthCheckOptions): Promise<Finding> {
  const { runtime } = options;
  if (!runtime)
    return { status: 'pass', detail: `${info.DefaultRuntime ?? 'the default'} (the engine's default)` };
  const trial = await options.runtimeTrial();
  if (!trial)
    return {
      status: 'warn',
      detail: `${runtime}: not tried, as there is no image yet to run a program in`,
      remedy: 'npm run images',
    };
  const { fault, gaps } = trial;
  if (!fault) return ranIn(runtime, gaps);
  const known = Object.keys(info.Runtimes ?? {}).join(', ');
  return {
    status: 'fail',
    detail: fault,
    remedy: `Install ${runtime} and list it under "runtimes" in /etc/docker/daemon.json, or set SANDBOX_RUNTIME to one of: ${known}.`,
  };
}

function checkImage(language: LanguageDefinition, tags: ReadonlyMap<string, unknown>): Finding {
  if (tags.has(language.imageTag)) return { status: 'pass', detail: language.imageTag };
  if (!language.default) return { status: 'pass', detail: 'is built when the language is first used' };
  return {
    status: 'fail',
    detail: `${language.imageTag} is not built`,
    remedy: `npm run images ${language.id}`,
  };
}

async function checkDisk(info: EngineInfo): Promise<Finding> {
  const directory = info.DockerRootDir ?? '/var/lib/docker';
  const about = await statfs(directory).catch(() => undefined);
  if (!about) return { status: 'pass', detail: `${directory} is on another machine and was not looked at` };
  const freeBytes = about.bavail * about.bsize;
  const detail = `${(freeBytes / gib).toFixed(1)} GiB free for images at ${directory}`;
  if (freeBytes >= wantedFreeBytes) return { status: 'pass', detail };
  return {
    status: 'warn',
    detail,
    remedy: 'Free at least 2 GiB there; "docker system df" shows what Docker uses.',
  };
}

/** Everything that has to be right for programs to run. */
export async function healthChecks(options: HealthCheckOptions): Promise<HealthCheck[]> {
  const { engine } = options;
  const first = await timed('sandbox.engine', 'Container engine', () => checkEngine(engine));
  if (first.status === 'fail') return [first];
  const languages = await options.languages();
  // dockerode leaves this answer untyped; every field is optional here
  const info = within(timeoutMs, 'asking what it can do', engine.info() as Promise<EngineInfo>);
  const images = readImageVersions(engine);
  const others = await Promise.all([
    timed('sandbox.limits', 'Limits of a run', async () => checkLimits(await info)),
    timed('sandbox.runtime', 'Container runtime', async () => checkRuntime(await info, options)),
    timed('sandbox.disk', 'Disk of the engine', async () => checkDisk(await info)),
    ...languages.map((language) =>
      timed(`sandbox.image.${language.id}`, `Image for ${language.name}`, async () =>
        checkImage(language, await images),
      ),
    ),
  ]);
  return [first, ...others];
}
