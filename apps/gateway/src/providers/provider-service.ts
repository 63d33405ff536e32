import type { Principal } from '@sandsmith/auth/principal';
import type { Provider } from '@sandsmith/contracts/domain/provider';
import type { credentialHintSchema, PutCredential } from '@sandsmith/contracts/http/providers';
import type { Sealer } from '@sandsmith/crypto/sealing';
import type { CredentialRecord, CredentialRepository } from '@sandsmith/db/repositories/credentials';
import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import type { LanguageModel, ProviderSettings } from '@sandsmith/llm/model-port';
import { createModel, describeUnconfigured, findProvider, providers } from '@sandsmith/llm/registry';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { invalidInput } from '../http/parse-input.ts';
import { checkCredentialAddress } from './credential-address.ts';

type CredentialProvider = z.infer<typeof credentialHintSchema>['provider'];

export interface ProviderService {
  list(
    principal: Principal,
    options: { signal: AbortSignal },
  ): Promise<{ providers: Provider[]; defaultProvider: string }>;
  putCredential(
    principal: Principal,
    provider: CredentialProvider,
    credential: PutCredential,
  ): Promise<z.infer<typeof credentialHintSchema>>;
  removeCredential(principal: Principal, provider: CredentialProvider): Promise<void>;
  /** The provider that is used where a request names none. */
  defaultProvider(userId: string): Promise<Provider['id']>;
  resolveModel(wanted: { ownerId: string; provider: string }): Promise<LanguageModel>;
}

export interface ProviderServiceOptions {
  credentials: CredentialRepository;
  sealer: Sealer;
  models: Config['models'];
}

const storedSchema = z.object({
  apiKey: z.string().optional(),
  baseUrl: z.string().optional(),
  defaultModel: z.string().optional(),
});
type Stored = z.infer<typeof storedSchema>;
const describeTimeoutMs = 4_000;

/** Model providers with the settings they are used with: a user's own credential first, the environment's second. */
export function createProviderService({
  credentials,
  sealer,
  models,
}: ProviderServiceOptions): ProviderService {
  const open = (userId: string, record: CredentialRecord): Stored =>
    storedSchema.parse(
      JSON.parse(sealer.open(record.sealed, { context: contextOf(userId, record.provider) })),
    );

  /** The two are never mixed: the environment's key must not go to an address that a user entered. */
  async function settingsOf(userId: string, provider: Provider['id']): Promise<ProviderSettings | undefined> {
    if (provider === 'builtin') return { source: 'none' };
    const record = await credentials.find(userId, provider);
    if (record) return { ...open(userId, record), source: 'credential' };
    const fromEnvironment = models[provider];
    return fromEnvironment && { ...fromEnvironment, source: 'environment' };
  }

  async function defaultProvider(userId: string): Promise<Provider['id']> {
    for (const { id, needsSettings } of providers)
      if (needsSettings && (await settingsOf(userId, id))) return id;
    return 'builtin';
  }

  return {
    defaultProvider,
    async list({ userId }, { signal }) {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(describeTimeoutMs)]);
      const described = await Promise.all(
        providers.map(({ id }) => describe(id, { settings: () => settingsOf(userId, id), signal: limited })),
      );
      return { providers: described, defaultProvider: await defaultProvider(userId) };
    },
    async putCredential({ userId }, provider, given) {
      checkAnythingGiven(given);
      if (given.baseUrl !== undefined) await checkCredentialAddress(given.baseUrl);
      const before = await credentials.find(userId, provider);
      const stored = keepKey(given, before && open(userId, before));
      const sealed = sealer.seal(JSON.stringify(stored), { context: contextOf(userId, provider) });
      const hint = hintOf(stored);
      await credentials.put({ userId, provider, sealed, hint });
      return { provider, ...hint };
    },
    async removeCredential({ userId }, provider) {
      if (await credentials.remove(userId, provider)) return;
      throw new SandsmithError({
        code: 'credential.not-found',
        message: `You have stored no credential for ${provider}. There is nothing to remove.`,
      });
    },
    async resolveModel({ ownerId, provider }) {
      const { id } = findProvider(provider);
      const settings = await settingsOf(ownerId, id);
      if (!settings) throw notConfigured(id);
      await checkSettings(settings);
      return createModel(id, settings);
    },
  };
}

function notConfigured(id: Provider['id']): SandsmithError {
  return new SandsmithError({
    code: 'model.not-configured',
    message: `${describeUnconfigured(id).name} is not set up. Enter its key or address under Models, or choose the built-in model.`,
  });
}

async function describe(
  id: Provider['id'],
  { settings, signal }: { settings: () => Promise<ProviderSettings | undefined>; signal: AbortSignal },
): Promise<Provider> {
  try {
    const found = await settings();
    if (!found) return describeUnconfigured(id);
    await checkSettings(found);
    return await createModel(id, found).describe({ signal });
  } catch (error) {
    // One provider's trouble is told in its place and does not take the list away.
    if (!isSandsmithError(error)) throw error;
    return { ...describeUnconfigured(id), status: 'unreachable', detail: error.message };
  }
}

function checkAnythingGiven(given: PutCredential): void {
  if (Object.values(given).some((value) => value !== undefined)) return;
  throw invalidInput('body', [{ path: '', message: 'needs at least one of apiKey, baseUrl, defaultModel' }]);
}

/** A stored key stays when only the model changes; with another address it must be entered again. */
function keepKey(given: PutCredential, before: Stored | undefined): Stored {
  const isSamePlace = before?.baseUrl === given.baseUrl;
  return given.apiKey === undefined && isSamePlace ? { ...given, apiKey: before?.apiKey } : given;
}

/** A name may lead elsewhere than when it was entered. The environment's addresses are the operator's own choice. */
async function checkSettings({ source, baseUrl }: ProviderSettings): Promise<void> {
  if (source === 'credential' && baseUrl !== undefined) await checkCredentialAddress(baseUrl);
}

/** What may be shown of a credential. */
function hintOf({ apiKey, baseUrl, defaultModel }: Stored) {
  return {
    baseUrl: baseUrl ?? null,
    defaultModel: defaultModel ?? null,
    keyEnding: apiKey === undefined ? null : keyEnding(apiKey),
  };
}

/** The last characters, where they give away little. */
function keyEnding(apiKey: string): string {
  return apiKey.length >= 12 ? apiKey.slice(-4) : '';
}

function contextOf(userId: string, provider: string): string {
  return `credential:${userId}:${provider}`;
}
