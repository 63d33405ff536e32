import { createAccessTokens } from '@sandsmith/auth/access-tokens';
import { type Accounts, createAccounts } from '@sandsmith/auth/accounts';
import { type ApiKeys, createApiKeys } from '@sandsmith/auth/api-keys';
import { type Authentication, createAuthentication } from '@sandsmith/auth/authentication';
import { createLoginLimiter } from '@sandsmith/auth/login-limiter';
import {
  createSessionStanding,
  type SessionStanding,
  sessionEndedChannel,
} from '@sandsmith/auth/session-standing';
import { createSessions, type Sessions } from '@sandsmith/auth/sessions';
import { createPasswordHasher } from '@sandsmith/crypto/passwords';
import { deriveKey } from '@sandsmith/crypto/secret-key';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import type { Redis } from 'ioredis';
import type { Config } from '../config.ts';
import type { Repositories } from './create-store.ts';

export interface Auth extends Authentication {
  accounts: Accounts;
  sessions: Sessions;
  standing: SessionStanding;
  apiKeys: ApiKeys;
}

export function createAuth(options: {
  config: Config;
  repositories: Repositories;
  kv: KeyValueStore;
  redis: Redis | undefined;
  secretKey: Buffer;
}): Auth {
  const { config, repositories, kv, redis, secretKey } = options;
  const { users, authSessions } = repositories;
  const accounts = createAccounts({
    users,
    passwords: createPasswordHasher(),
    limiter: createLoginLimiter({ redis, attemptsPerEmail: config.loginAttempts }),
    isRegistrationOpen: config.isRegistrationOpen,
  });
  const standing = createSessionStanding({ users, authSessions, kv, now: Date.now });
  const sessions = createSessions({
    users,
    authSessions,
    standing,
    accessTokens: createAccessTokens({ key: deriveKey(secretKey, 'access-tokens') }),
    refreshKey: deriveKey(secretKey, 'refresh-tokens'),
  });
  const apiKeys = createApiKeys({
    apiKeys: repositories.apiKeys,
    onRemoved: (id) => kv.publish(sessionEndedChannel, id),
  });
  return { accounts, sessions, standing, apiKeys, ...createAuthentication({ sessions, apiKeys }) };
}
