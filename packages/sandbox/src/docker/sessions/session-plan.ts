import type { RunLimits } from '@sandsmith/contracts/domain/run';
import type { LanguageDefinition } from '../../languages/language-definition.ts';
import type { SandboxRequest, SandboxSessionRequest } from '../../sandbox-port.ts';

const mebibyte = 1024 * 1024;

/** A session holds a whole project with what it installs, and several programs at once. */
export const sessionLimits: Partial<RunLimits> = {
  memoryBytes: 1024 * mebibyte,
  pids: 256,
  workBytes: 1024 * mebibyte,
  fileBytes: 1024 * mebibyte,
  openFiles: 4096,
};

/** What is not asked for is never less than what a run of the language gets. */
function limitsOf(
  { limits }: SandboxSessionRequest,
  language: Pick<LanguageDefinition, 'limits'>,
): Partial<RunLimits> {
  const asked: Partial<RunLimits> = { ...limits };
  for (const name of Object.keys(sessionLimits) as (keyof RunLimits)[])
    asked[name] ??= Math.max(sessionLimits[name] ?? 0, language.limits[name] ?? 0);
  return asked;
}

/** The session as a request, so that its container is made like any run's; the command is never run. */
export function requestOfSession(
  request: SandboxSessionRequest,
  language: Pick<LanguageDefinition, 'limits'>,
): SandboxRequest {
  const { sessionId, ownerId, language: id, files, env, network, dependencies } = request;
  return {
    runId: sessionId,
    ownerId,
    language: id,
    files,
    env,
    network,
    dependencies,
    limits: limitsOf(request, language),
    command: 'true',
    artifactsDirectory: '',
  };
}
