import type { Ownership } from '@sandsmith/auth/ownership';
import type { CheckpointRepository } from '@sandsmith/db/repositories/checkpoints';
import type { DocumentRepository } from '@sandsmith/db/repositories/documents';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Config } from '../config.ts';
import { createSessionService, type SessionService } from '../sessions/session-service.ts';
import type { Tools } from './create-work.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Sessions of projects, ended with the server. */
export function createSessions(
  options: Pick<Tools, 'files' | 'sandbox' | 'userLimits'> & {
    config: Config;
    access: Ownership;
    documents: DocumentRepository;
    checkpoints: CheckpointRepository;
    logger: Logger;
    lifecycle: Lifecycle;
  },
): SessionService {
  const { config, lifecycle, userLimits, files, checkpoints } = options;
  const sessions = createSessionService({
    ...{ ...options, ...config.sessions },
    dataDirectory: config.dataDirectory,
    isInternetAllowed: config.isInternetAllowed,
    limitsFor: (principal, language) => userLimits.ofSession(principal, language),
    async keepCheckpoint(projectId, label) {
      const manifest = await files.workspace.snapshot(projectId);
      await checkpoints.create({ projectId, label, manifest });
    },
    // Vite asks for the names that it may be reached by; other servers do not ask.
    environment: { __VITE_ADDITIONAL_SERVER_ALLOWED_HOSTS: `.${config.previewHost}` },
  });
  lifecycle.add('sessions', () => sessions.close(), { withinMs: 5_000 });
  return sessions;
}
