import { expect, test } from '@jest/globals';
import type { Session } from '@sandsmith/contracts/domain/session';
import { idOf, sessionOf } from '../../../api/session.fixture.ts';
import { nextTerminalStep } from './terminal-step.ts';

const sessionWith = (status: Session['status'], terminals: ('open' | 'exited')[] = []) =>
  sessionOf({
    status,
    terminals: terminals.map((state, index) => ({ id: idOf(`1${index}`), status: state })),
  });

const any = { isNew: false };
const oneMore = { isNew: true };
const calm = { isStarting: false, hasAsked: false };

test.each([
  ['nothing is known yet', any, undefined, calm, 'wait'],
  ['there is no session', any, null, calm, 'start'],
  ['the request is on its way', any, null, { isStarting: true, hasAsked: true }, 'wait'],
  ['the list does not tell of it yet', any, null, { isStarting: false, hasAsked: true }, 'wait'],
  ['an image is built', oneMore, sessionWith('starting'), calm, 'wait'],
  ['it is ready', any, sessionWith('ready'), calm, 'open'],
  ['only an ended terminal is there', any, sessionWith('ready', ['exited']), calm, 'open'],
  ['a terminal is there', any, sessionWith('ready', ['open']), calm, 'done'],
  ['one more is wanted', oneMore, sessionWith('ready', ['open']), calm, 'open'],
  ['somebody passes by an ended session', any, sessionWith('ended'), calm, 'done'],
  ['somebody starts again', oneMore, sessionWith('ended'), calm, 'start'],
  ['the new one ended at once', oneMore, sessionWith('ended'), { isStarting: false, hasAsked: true }, 'done'],
] as const)('where %s', (_words, wanted, session, rest, step) => {
  expect(nextTerminalStep({ wanted, session, ...rest })).toBe(step);
});
