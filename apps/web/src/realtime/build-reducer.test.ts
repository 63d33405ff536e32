import { describe, expect, test } from '@jest/globals';
import type { BuildEvent, BuildEventPayload, BuildEventType } from '@sandsmith/contracts/events/build-events';
import { buildEventSchema } from '@sandsmith/contracts/events/build-events';
import { type BuildLive, emptyBuildLive } from './build-live.ts';
import { applyEvents } from './build-reducer.ts';

const buildId = '0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f60';
const total = { inputTokens: 10, outputTokens: 20, costUsd: 0.5 };

const step = (id: string, dependsOn: string[] = []) => ({
  id,
  kind: 'run' as const,
  title: `Step ${id}`,
  instructions: '',
  dependsOn,
  files: [],
  language: 'python',
  acceptance: { command: 'true' },
});
const plan = { title: 'Plan', summary: '', steps: [step('a'), step('b', ['a'])] };
const passed = {
  status: 'succeeded' as const,
  exitCode: 0,
  signal: null,
  wallTimeMs: 420,
  cpuTimeMs: 1,
  peakMemoryBytes: 5,
};

/** Numbers events from 1 on, as the server does; each is checked against the contract. */
function script() {
  const events: BuildEvent[] = [];
  const add = <T extends BuildEventType>(type: T, payload: BuildEventPayload<T>, stepId?: string) => {
    const time = new Date(1_000 * (events.length + 1)).toISOString();
    const event = {
      buildId,
      sequence: events.length + 1,
      type,
      time,
      ...(stepId ? { stepId } : {}),
      ...payload,
    };
    events.push(buildEventSchema.parse(event));
  };
  return { events, add };
}

function started() {
  const made = script();
  made.add('build.created', { spec: 's', provider: 'p', model: 'm', documentIds: [], approval: 'manual' });
  made.add('plan.proposed', { plan });
  made.add('plan.approved', { automatic: false });
  made.add('build.started', { round: 1 });
  return made;
}

const fold = (events: readonly BuildEvent[]): BuildLive => applyEvents(emptyBuildLive(buildId), events);
const texts = (live: BuildLive) => live.output.map((line) => line.text);

describe('the order of events', () => {
  test('is that of their numbers, whatever order they come in', () => {
    const { events } = started();
    expect(fold([...events].reverse())).toEqual(fold(events));
  });

  test('the same event twice changes nothing', () => {
    const { events, add } = started();
    add('stdout.delta', { text: 'once\n' }, 'a');
    const once = fold(events);
    expect(applyEvents(once, events)).toBe(once);
  });

  test('stops at a hole, and goes on once it is filled', () => {
    const { events, add } = started();
    add('stdout.delta', { text: 'one\n' }, 'a');
    add('stdout.delta', { text: 'two\n' }, 'a');
    const withHole = fold(events.filter((event) => event.sequence !== 5));
    expect(withHole.lastSequence).toBe(4);
    expect(texts(applyEvents(withHole, events))).toEqual(['one', 'two']);
  });

  test('one batch or many give the same state', () => {
    const { events, add } = started();
    add('file.started', { path: 'a.py', attempt: 1 }, 'a');
    for (const text of ['x', ' = ', '1\n']) add('file.delta', { path: 'a.py', text }, 'a');
    add('stdout.delta', { text: 'half ' }, 'a');
    add('stdout.delta', { text: 'line\nnext' }, 'a');
    const single = events.reduce((live, event) => applyEvents(live, [event]), emptyBuildLive(buildId));
    expect(single).toEqual(fold(events));
  });
});

describe('a state', () => {
  test('is never changed in place', () => {
    const { events, add } = started();
    add('stdout.delta', { text: 'open' }, 'a');
    const before = fold(events);
    const copy = structuredClone(before);
    add('stdout.delta', { text: ' end\n' }, 'a');
    add('step.succeeded', { attempts: 1, exitCode: 0 }, 'a');
    applyEvents(before, events);
    expect(before).toEqual(copy);
  });
});

describe('output', () => {
  test('joins chunks into lines, apart by step and stream', () => {
    const { events, add } = started();
    add('stdout.delta', { text: 'a1' }, 'a');
    add('stdout.delta', { text: 'b1\n' }, 'b');
    add('stderr.delta', { text: 'oh' }, 'a');
    add('stdout.delta', { text: ' more\na2\n' }, 'a');
    expect(texts(fold(events))).toEqual(['a1 more', 'b1', 'oh', 'a2']);
  });

  test('keeps empty lines, and only the last writing of a line that is drawn over', () => {
    const { events, add } = started();
    add('stdout.delta', { text: 'top\n\n10%\r50%\r' }, 'a');
    add('stdout.delta', { text: '100%\r\nend\n' }, 'a');
    expect(texts(fold(events))).toEqual(['top', '', '100%', 'end']);
  });

  test('what a command waits for is one line that changes, and the activity until it starts', () => {
    const { events, add } = started();
    add('command.started', { command: 'true', language: 'rust', network: 'none', attempt: 1 }, 'a');
    add('command.waiting', { message: 'Number 2 in the queue' }, 'a');
    add('command.waiting', { message: 'Building the image of Rust' }, 'a');
    const waiting = fold(events);
    expect(texts(waiting)).toEqual(['true', 'Building the image of Rust']);
    expect(waiting.steps['a']?.activity).toBe('Building the image of Rust');
    add('command.waiting', { message: null }, 'a');
    expect(fold(events).steps['a']?.activity).toBe('Running true');
  });

  test('a command that ends in the middle of a line leaves that line to itself', () => {
    const { events, add } = started();
    add('stdout.delta', { text: 'no newline' }, 'a');
    add('command.finished', passed, 'a');
    add('stdout.delta', { text: 'next run\n' }, 'a');
    expect(texts(fold(events))).toEqual(['no newline', 'Passed in 0.4 s', 'next run']);
  });
});

describe('a step', () => {
  test('shows its repair, and keeps its first start', () => {
    const { events, add } = started();
    add('step.started', { attempt: 1 }, 'a');
    add('repair.started', { repair: 1, maxRepairs: 3, signature: 'x', lines: ['E'] }, 'a');
    add('repair.proposed', { repair: 1, diagnosis: 'A folder is missing.', files: ['a.py'] }, 'a');
    add('step.started', { attempt: 2 }, 'a');
    const { a } = fold(events).steps;
    expect(a).toMatchObject({ status: 'running', attempt: 2, startedAt: events[4]?.time });
    expect(a?.repair).toMatchObject({
      repair: 1,
      maxRepairs: 3,
      diagnosis: 'A folder is missing.',
      lines: ['E'],
    });
  });

  test('is no longer at work when the build fails', () => {
    const { events, add } = started();
    add('step.started', { attempt: 1 }, 'a');
    add('build.failed', { code: 'x', message: 'm', lines: [], tried: [], nextActions: [] });
    const live = fold(events);
    expect(live.steps['a']?.status).toBe('cancelled');
    expect(live.failure?.message).toBe('m');
  });

  test('waits again in the next round unless it was green', () => {
    const { events, add } = started();
    add('step.succeeded', { attempts: 1, exitCode: 0 }, 'a');
    add('step.failed', { attempts: 4, exitCode: 1, message: 'no' }, 'b');
    add('build.failed', { code: 'x', message: 'm', lines: [], tried: [], nextActions: [] });
    add('build.started', { round: 2 });
    const live = fold(events);
    expect([live.status, live.failure]).toEqual(['running', null]);
    expect([live.steps['a']?.status, live.steps['b']?.status]).toEqual(['succeeded', 'pending']);
  });

  test('that a revised plan no longer has is forgotten', () => {
    const { events, add } = script();
    add('plan.proposed', { plan });
    add('plan.revised', { plan: { ...plan, steps: [step('a')] } });
    expect(Object.keys(fold(events).steps)).toEqual(['a']);
  });
});

describe('files and results', () => {
  test('a file starts anew at each version', () => {
    const { events, add } = started();
    for (const text of ['first', 'second']) {
      add('file.started', { path: 'a.py', attempt: 1 }, 'a');
      add('file.delta', { path: 'a.py', text }, 'a');
      add('file.written', { path: 'a.py', bytes: 1, sha256: 'x' }, 'a');
    }
    expect(fold(events).files['a.py']).toMatchObject({ content: 'second', versions: 2, state: 'written' });
  });

  test('an artifact made again takes the place of the former', () => {
    const { events, add } = started();
    add('artifact.found', { path: 'x.csv', mediaType: 'text/csv', bytes: 1 }, 'a');
    add('artifact.found', { path: 'x.csv', mediaType: 'text/csv', bytes: 2 }, 'a');
    expect(fold(events).artifacts.map(({ path, bytes }) => [path, bytes])).toEqual([['x.csv', 2]]);
  });

  test('usage is the total that the last model call tells', () => {
    const { events, add } = started();
    add('model.called', { role: 'coder', model: 'm', durationMs: 1, usage: total, total });
    expect(fold(events).usage).toEqual(total);
  });
});

test('10,000 events in frames of 50 are folded well within the time of those frames', () => {
  const { events, add } = started();
  add('file.started', { path: 'a.py', attempt: 1 }, 'a');
  for (let number = 0; number < 10_000; number += 1) {
    if (number % 2) add('file.delta', { path: 'a.py', text: `x${number} = ${number}\n` }, 'a');
    else add('stdout.delta', { text: `line ${number}\n` }, 'a');
  }
  const begin = performance.now();
  let live = emptyBuildLive(buildId);
  for (let at = 0; at < events.length; at += 50) live = applyEvents(live, events.slice(at, at + 50));
  const tookMs = performance.now() - begin;
  expect(live.output).toHaveLength(5_000);
  // 200 frames last 3,300 ms.
  expect(tookMs).toBeLessThan(1_500);
});
