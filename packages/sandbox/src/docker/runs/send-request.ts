import { createReadStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AgentChannel, containerChannel } from '../channel/agent-channel.ts';
import { containerCaPath } from '../package-access.ts';
import type { RunPlan } from './run-plan.ts';

const chunkBytes = 256 * 1024;

type Send = (type: string, payload?: string | Uint8Array) => Promise<void> | undefined;

async function sendFile(send: Send, filePath: string, content: Uint8Array): Promise<void> {
  send('F', filePath);
  for (let at = 0; at < content.length; at += chunkBytes) {
    await send('B', content.subarray(at, at + chunkBytes));
  }
}

function sendLimits(send: Send, { limits, request, dependencyBytes }: RunPlan): void {
  const numbers = { ...limits, egress: request.network === 'none' ? 0 : 1, dependencyBytes };
  for (const [name, value] of Object.entries(numbers)) send('L', `${name}=${value}`);
}

/**
 * Tells the agent of a fresh container what it is for, up to the record with which it begins. Rejects where a document
 * cannot be read.
 */
export async function sendSetUp(
  channel: AgentChannel,
  plan: RunPlan,
  mode: 'run' | 'session',
): Promise<void> {
  const send: Send = (type, payload) =>
    channel.send(type, containerChannel, payload) ? undefined : channel.drained();
  send('M', mode);
  sendLimits(send, plan);
  for (const [name, value] of Object.entries(plan.environment)) send('E', `${name}=${value}`);
  if (mode === 'run') {
    for (const item of plan.compile) send('C', item);
    for (const item of plan.run) send('R', item);
    for (const item of plan.check) send('H', item);
    send('F', 'output/');
  }
  if (plan.caBundle) await sendFile(send, containerCaPath, Buffer.from(plan.caBundle));
  for (const { path: filePath, content } of plan.contents) await sendFile(send, filePath, content);
  for (const { path: filePath, hostPath } of plan.copied) {
    send('F', filePath);
    const content: AsyncIterable<Buffer> = createReadStream(hostPath, { highWaterMark: chunkBytes });
    for await (const chunk of content) await send('B', chunk);
  }
  for (const [link, target] of Object.entries(plan.links)) send('K', `${link}\n${target}`);
  await send('.');
}

/** Gives the program its standard input. Rejects where its source fails; not where the program reads no further. */
export async function sendInput(input: Writable, stdin: RunPlan['request']['stdin']): Promise<void> {
  if (stdin === undefined) {
    input.end();
    return;
  }
  if (stdin instanceof Uint8Array) {
    input.end(stdin);
    return;
  }
  let failure: unknown;
  const source = Readable.from(stdin, { objectMode: false, highWaterMark: chunkBytes });
  source.once('error', (error) => {
    failure = error;
  });
  await pipeline(source, input).catch(() => {});
  if (failure !== undefined) throw failure;
}
