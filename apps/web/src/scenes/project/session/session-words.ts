import type { Language } from '@sandsmith/contracts/domain/run';
import type { Session } from '@sandsmith/contracts/domain/session';

export const networkWords: Record<Session['network'], string> = {
  none: 'no network',
  packages: 'package network only',
  internet: 'internet',
};

/** `Python · sealed, package network only`, for the status bar. */
export function sessionWords(session: Session, languages: readonly Language[] | undefined): string {
  const name = languages?.find(({ id }) => id === session.language)?.name ?? session.language;
  return `${name} · sealed, ${networkWords[session.network]}`;
}

/** What a language's image is worth to a person who wants to use it now. */
export const imageWords: Record<Language['status'], string> = {
  ready: 'ready',
  building: 'being built',
  missing: 'built at first use',
};

/** Why a session is over, in a sentence. */
export function endWords(session: Session): string {
  return session.message ?? 'Its programs were stopped. The files are in the project.';
}
