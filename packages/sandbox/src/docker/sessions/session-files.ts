import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { SandboxSession, SessionFileEntry } from '../../sandbox-port.ts';
import { type AgentChannel, containerChannel } from '../channel/agent-channel.ts';
import { type AgentRecord, decodeList, encodeList } from '../channel/agent-records.ts';
import { reasonOf, sessionEnded } from './session-errors.ts';
import type { SessionRequests } from './session-requests.ts';

export type SessionFiles = Pick<SandboxSession, 'writeFiles' | 'deleteFiles' | 'listFiles' | 'readFile'>;

const pieceBytes = 256 * 1024;

function checkPath(filePath: string): void {
  const fault = filePathFault(filePath);
  if (!fault) return;
  throw new SandsmithError({
    code: 'file.path-invalid',
    message: `The file path "${filePath}" ${fault}. Correct it and try again.`,
  });
}

/** One entry of a listing; undefined where its name is not one that the rest of the product can hold. */
function entryOf({ bytes }: AgentRecord): SessionFileEntry | undefined {
  const [path = '', size = '', version = ''] = decodeList(bytes);
  // a byte that is not UTF-8 has become this character: asked for by this name, the file would not be found
  if (filePathFault(path) || path.includes('\ufffd')) return undefined;
  return { path, bytes: Number(size), version };
}

/** What the agent's kernel says where there is no file of that name, but a link, a folder or nothing. */
const namesOfNothing = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EINVAL', 'EISDIR', 'ENXIO']);

function readFault(path: string, name: string): SandsmithError {
  if (name === 'EFBIG')
    return new SandsmithError({
      code: 'file.too-large',
      message: `The file "${path}" is too large to be read. Make it smaller in the terminal, or leave it there.`,
    });
  return new SandsmithError({
    code: 'file.not-found',
    message: `There is no readable file "${path}" in the session (${name}). List the files to see what is there.`,
    // a folder of it may only be closed to everybody for the moment
    details: { isThere: !namesOfNothing.has(name) },
  });
}

async function listFiles(
  requests: SessionRequests,
): Promise<{ entries: SessionFileEntry[]; isTruncated: boolean }> {
  const entries: SessionFileEntry[] = [];
  return requests.ask({ type: 'A' }, (record) => {
    if (record.type === 'T') return { entries, isTruncated: record.bytes.length > 0 };
    const entry = record.type === 't' ? entryOf(record) : undefined;
    if (entry) entries.push(entry);
    return undefined;
  });
}

function readFile(requests: SessionRequests, path: string, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  return requests.ask({ type: 'G', payload: encodeList([path, maxBytes]) }, (record) => {
    if (record.type === 'x') throw readFault(path, reasonOf(record.bytes));
    if (record.type === 'T') return Buffer.concat(parts);
    bytes += record.bytes.length;
    // the file may have grown since its size was looked at
    if (bytes > maxBytes) throw readFault(path, 'EFBIG');
    parts.push(Buffer.from(record.bytes));
    return undefined;
  });
}

/** Files of the working folder. Writes are carried out one after the other, in the order they were asked for. */
export function createSessionFiles(agent: AgentChannel, requests: SessionRequests): SessionFiles {
  let last: Promise<unknown> = Promise.resolve();
  let isOver = false;
  agent.closed.then(() => {
    isOver = true;
  });

  /** Does the work after all earlier work, and waits until the agent has done it. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(async () => {
      await work();
      const reason = await requests.ask({ type: 'Y' }, ({ type, bytes }) =>
        type !== 'T' ? undefined : bytes.length > 0 ? reasonOf(bytes) : '',
      );
      if (reason === '') return;
      throw new SandsmithError({
        code: 'sandbox.failed',
        message: `Not all files could be written in the session: ${reason}. Remove what is in the way or no longer needed there, then try again.`,
      });
    });
    last = turn.catch(() => {});
    return turn;
  }

  async function say(type: string, payload: string | Uint8Array): Promise<void> {
    if (isOver) throw sessionEnded();
    if (!agent.send(type, containerChannel, payload)) await agent.drained();
  }

  return {
    async writeFiles(files) {
      for (const { path } of files) checkPath(path);
      await inTurn(async () => {
        for (const { path, content } of files) {
          await say('F', path);
          for (let at = 0; at < content.length; at += pieceBytes)
            await say('B', content.subarray(at, at + pieceBytes));
        }
      });
    },
    async deleteFiles(paths) {
      for (const path of paths) checkPath(path);
      await inTurn(async () => {
        for (const path of paths) await say('D', path);
      });
    },
    listFiles: () => listFiles(requests),
    async readFile(path, { maxBytes }) {
      checkPath(path);
      return readFile(requests, path, maxBytes);
    },
  };
}
