import type { Provider } from '@sandsmith/contracts/domain/provider';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { createBuiltinModel, describeBuiltin } from './builtin/builtin-model.ts';
import type { LanguageModel, ProviderSettings } from './model-port.ts';
import { createOllamaModel, describeOllamaUnconfigured } from './ollama/ollama-model.ts';
import { describeOpenAiUnconfigured } from './openai/describe-openai.ts';
import { createOpenAiModel } from './openai/openai-model.ts';

export interface ProviderEntry {
  id: Provider['id'];
  create: (settings: ProviderSettings) => LanguageModel;
  /** What GET /providers tells while no settings exist. */
  describeUnconfigured: () => Provider;
  /** False: works without settings. */
  needsSettings: boolean;
}

/** Every provider there is, in the order in which a person is shown them. */
export const providers: readonly ProviderEntry[] = [
  {
    id: 'builtin',
    create: () => createBuiltinModel(),
    describeUnconfigured: describeBuiltin,
    needsSettings: false,
  },
  {
    id: 'openai',
    create: (settings) => createOpenAiModel(settings),
    describeUnconfigured: describeOpenAiUnconfigured,
    needsSettings: true,
  },
  {
    id: 'ollama',
    create: (settings) => createOllamaModel(settings),
    describeUnconfigured: describeOllamaUnconfigured,
    needsSettings: true,
  },
];

export function findProvider(providerId: string): ProviderEntry {
  const provider = providers.find(({ id }) => id === providerId);
  if (provider) return provider;
  const known = providers.map(({ id }) => id).join(', ');
  throw new SandsmithError({
    code: 'model.provider-unknown',
    message: `There is no model provider called ${JSON.stringify(providerId.slice(0, 100))}. Choose one of: ${known}.`,
  });
}

export function createModel(providerId: string, settings: ProviderSettings): LanguageModel {
  return findProvider(providerId).create(settings);
}

export function describeUnconfigured(providerId: string): Provider {
  return findProvider(providerId).describeUnconfigured();
}
