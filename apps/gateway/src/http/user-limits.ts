import type { Principal } from '@sandsmith/auth/principal';
import type { Language, RunLimits } from '@sandsmith/contracts/domain/run';
import { invalidInput } from './parse-input.ts';

type LimitName = keyof RunLimits;

export interface UserLimits {
  /**
   * What is asked for, held against the user's maxima: more is refused with `request.invalid`, and where a language's
   * default is above the maximum, the maximum takes its place. Administrators have the schema's bounds alone.
   */
  apply(
    principal: Pick<Principal, 'role'>,
    wanted: { language: string; limits?: Partial<RunLimits> },
  ): Promise<Partial<RunLimits> | undefined>;
  /** What a session has to ask for, so that it gets no more than the user's maxima. */
  ofSession(principal: Pick<Principal, 'role'>, language: string): Promise<Partial<RunLimits> | undefined>;
}

/** The maxima of SANDBOX_MAX_LIMITS. */
export function createUserLimits(options: {
  maxLimits: Partial<RunLimits>;
  languages: () => Promise<Pick<Language, 'id' | 'limits'>[]>;
  /** What sessions get where nothing is asked for. */
  sessionLimits: Partial<RunLimits>;
}): UserLimits {
  // The schema has no other keys, and gives none of them as undefined.
  const maxima = Object.entries(options.maxLimits) as [LimitName, number][];
  /** The maxima that are below what is given without asking. */
  async function lowered(language: string, given: Partial<RunLimits>): Promise<Partial<RunLimits>> {
    const defaults = (await options.languages()).find(({ id }) => id === language)?.limits;
    return Object.fromEntries(
      maxima.filter(([name, maximum]) => Math.max(defaults?.[name] ?? Infinity, given[name] ?? 0) > maximum),
    );
  }

  return {
    ofSession: async ({ role }, language) =>
      role === 'admin' || maxima.length === 0 ? undefined : lowered(language, options.sessionLimits),
    async apply({ role }, { language, limits }) {
      if (role === 'admin' || maxima.length === 0) return limits;
      const issues = maxima.flatMap(([name, maximum]) =>
        (limits?.[name] ?? 0) > maximum
          ? [{ path: `limits.${name}`, message: `must be at most ${maximum} for you on this server` }]
          : [],
      );
      if (issues.length > 0) throw invalidInput('body', issues);
      return { ...(await lowered(language, {})), ...limits };
    },
  };
}
