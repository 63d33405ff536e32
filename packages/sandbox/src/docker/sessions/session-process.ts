import { SandsmithError } from '@sandsmith/foundation/errors';
import type { SandboxProcess, SandboxSession } from '../../sandbox-port.ts';
import type { AgentChannel } from '../channel/agent-channel.ts';
import { type AgentRecord, decodeList, encodeList, maxRecordBytes } from '../channel/agent-records.ts';
import { signalName, signalNumber } from '../linux-signals.ts';
import { createProcessOutput } from './process-output.ts';
import { reasonOf, sessionEnded } from './session-errors.ts';

type StartOptions = Parameters<SandboxSession['start']>[0];
type Exit = Awaited<SandboxProcess['exited']>;

const maxSide = 1_000;
/** What a process has not read yet; beyond this, more is refused. */
const maxInputBytes = 8 * 1024 * 1024;

function side(value: number): number {
  return Math.min(Math.max(Math.trunc(value) || 1, 1), maxSide);
}

function startPayload({ command, env = {}, terminal }: StartOptions): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  if (command.length === 0 || [...command, ...variables].some((text) => text.includes('\0'))) {
    throw new SandsmithError({
      code: 'request.invalid',
      message: 'A process needs a command, and neither it nor its variables may hold the NUL character.',
    });
  }
  const { columns, rows } = terminal ?? { columns: 80, rows: 24 };
  const kind = terminal ? 'tty' : 'pipe';
  const payload = encodeList([kind, side(columns), side(rows), command.length, ...command, ...variables]);
  if (Buffer.byteLength(payload) <= maxRecordBytes) return payload;
  throw new SandsmithError({
    code: 'request.too-large',
    message:
      'The command and its variables are longer than 1 MiB together. Write what is long into a file and read it from there.',
  });
}

/** What the agent says of the end: exit code and number of the signal, 0 for none. */
function exitOf({ bytes }: AgentRecord): Exit {
  const [exitCode = '', number = ''] = decodeList(bytes);
  const signal = signalName(Number(number));
  return { exitCode: signal === null ? Number(exitCode) : null, signal };
}

/** Starts a process in a session. Rejects with `request.invalid`, `session.ended`, or where it cannot be started. */
export function startProcess(agent: AgentChannel, options: StartOptions): Promise<SandboxProcess> {
  const started = Promise.withResolvers<SandboxProcess>();
  const exited = Promise.withResolvers<Exit>();
  const payload = startPayload(options);
  const channel = agent.openChannel();
  const input = agent.openInput(channel);
  const output = createProcessOutput({ grant: (bytes) => agent.grant(channel, bytes) });
  let isOver = false;

  function finish(exit: Exit): void {
    if (isOver) return;
    isOver = true;
    forget();
    input.destroy();
    output.end();
    exited.resolve(exit);
  }

  const forget = agent.onRecord(channel, (record) => {
    if (record.type === 'u') output.push('stdout', record.bytes);
    else if (record.type === 'v') output.push('stderr', record.bytes);
    else if (record.type === 'q') finish(exitOf(record));
    else if (record.type === 'o') started.resolve(handle);
    else if (record.type === 'x') {
      finish({ exitCode: null, signal: null });
      started.reject(
        new SandsmithError({
          code: 'request.invalid',
          message: `The process could not be started: ${reasonOf(record.bytes)}. Check the command.`,
        }),
      );
    }
  });
  agent.closed.then(() => {
    finish({ exitCode: null, signal: null });
    started.reject(sessionEnded());
  });

  const handle: SandboxProcess = {
    output: output.chunks,
    write(bytes) {
      if (isOver || input.writableEnded) return;
      if (input.writableLength + bytes.length > maxInputBytes)
        throw new SandsmithError({
          code: 'request.too-large',
          message: 'The program has not read what it was sent before. Send less at a time, or wait for it.',
        });
      input.write(bytes);
    },
    endInput: () => void (isOver || input.end()),
    resize: ({ columns, rows }) =>
      void (isOver || agent.send('z', channel, encodeList([side(columns), side(rows)]))),
    kill: (signal) => void (isOver || agent.send('k', channel, String(signalNumber(signal)))),
    exited: exited.promise,
  };
  agent.send('p', channel, payload);
  return started.promise;
}
