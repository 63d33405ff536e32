import type { Usage } from '@sandsmith/contracts/domain/build';
import type { DocumentProfile } from '@sandsmith/contracts/domain/document';
import type { Plan } from '@sandsmith/contracts/domain/plan';
import type { Provider } from '@sandsmith/contracts/domain/provider';

export type ModelRole = 'planner' | 'coder' | 'repairer';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A document as a model may know it: the profile and where the program finds the file. */
export interface DocumentContext {
  name: string;
  /** Where the sandbox shows it, relative to the working folder: `data/<file>`. */
  path: string;
  profile: DocumentProfile;
}

/**
 * The structured form of what a call is about. Language models get it as words in `messages`;
 * the built-in model reads this.
 */
export type ModelTask =
  | { role: 'planner'; spec: string; documents: DocumentContext[] }
  | { role: 'coder'; spec: string; documents: DocumentContext[]; plan: Plan; stepId: string; path: string }
  | {
      role: 'repairer';
      spec: string;
      documents: DocumentContext[];
      plan: Plan;
      stepId: string;
      /** Project files by path, as they stand. */
      files: Record<string, string>;
      failure: {
        command: string;
        exitCode: number | null;
        stdout: string;
        stderr: string;
        signature: string;
      };
      /** 1, 2, 3. */
      repair: number;
      earlierSignatures: string[];
    };

export interface ModelRequest {
  model: string;
  messages: ChatMessage[];
  task: ModelTask;
  /** Ask for JSON by this JSON schema; `name` is told to providers that want one. */
  output?: { name: string; schema: Record<string, unknown> };
  maxOutputTokens?: number;
  temperature?: number;
}

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'other';

/** A stream ends with exactly one `finish`; everything before it is in order. */
export type ModelEvent =
  | { type: 'text.delta'; text: string }
  | { type: 'usage'; usage: Usage }
  | { type: 'finish'; reason: FinishReason; text: string; usage: Usage };

/**
 * Port: one provider, ready to be used. Errors are SandsmithErrors with `model.*` codes, `isRetryable` set;
 * an abort rejects with the signal's reason.
 */
export interface LanguageModel {
  readonly provider: Provider['id'];
  stream(request: ModelRequest, options: { signal: AbortSignal }): AsyncIterable<ModelEvent>;
  /** State, models and capabilities, for GET /providers. Never throws: trouble is in `status` and `detail`. */
  describe(options: { signal: AbortSignal }): Promise<Provider>;
}

/** Settings of one provider, from the environment or from a user's sealed credential. */
export interface ProviderSettings {
  apiKey?: string;
  baseUrl?: string;
  defaultModel?: string;
  source: Provider['source'];
}
