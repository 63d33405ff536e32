import type { Model, Provider } from '@sandsmith/contracts/domain/provider';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export interface ModelOption {
  /** `provider/model`. */
  key: string;
  provider: Provider;
  model: Model | undefined;
  label: string;
  note: string;
  isReady: boolean;
}

interface ModelChoiceState {
  /** The key of an option; null takes the server's default. */
  choice: string | null;
  choose(choice: string): void;
}

/** The model a person chose last, in this browser. */
export const useModelChoice = create<ModelChoiceState>()(
  persist((set) => ({ choice: null, choose: (choice) => set({ choice }) }), { name: 'sandsmith.model' }),
);

const statusNotes = {
  ready: '',
  'not-configured': 'Not connected yet',
  unreachable: 'Does not answer now',
};

/** Every model of every provider; a provider that lists none offers its default. */
export function modelOptions(providers: readonly Provider[]): ModelOption[] {
  return providers.flatMap((provider): ModelOption[] => {
    const isReady = provider.status === 'ready';
    const note = statusNotes[provider.status];
    if (provider.models.length > 0)
      return provider.models.map((model) => ({
        key: `${provider.id}/${model.id}`,
        provider,
        model,
        label: model.name,
        note: note || (provider.id === 'builtin' ? 'Works on this machine, free' : provider.name),
        isReady,
      }));
    const label = provider.defaultModel ?? provider.name;
    return [
      {
        key: `${provider.id}/${provider.defaultModel ?? ''}`,
        provider,
        model: undefined,
        label,
        note,
        isReady,
      },
    ];
  });
}

interface ProviderList {
  providers: Provider[];
  defaultProvider: string;
}

/** The option chosen, or the server's default where it is gone or was never chosen. */
export function chosenModel(list: ProviderList | undefined, choice: string | null): ModelOption | undefined {
  const ready = modelOptions(list?.providers ?? []).filter((option) => option.isReady);
  return (
    ready.find((option) => option.key === choice) ??
    ready.find(
      ({ provider, model }) =>
        provider.id === list?.defaultProvider &&
        (model?.id ?? null) === (provider.defaultModel ?? model?.id ?? null),
    ) ??
    ready.find(({ provider }) => provider.id === list?.defaultProvider) ??
    ready[0]
  );
}

/** What goes into a new build for the option. */
export function buildModel(option: ModelOption | undefined): { provider?: Provider['id']; model?: string } {
  if (!option) return {};
  const model = option.model?.id ?? option.provider.defaultModel;
  return { provider: option.provider.id, ...(model ? { model } : {}) };
}
