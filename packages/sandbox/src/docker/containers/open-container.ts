import type { Duplex } from 'node:stream';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type Docker from 'dockerode';
import { type AgentChannel, createAgentChannel } from '../channel/agent-channel.ts';
import { statusCodeOf, within } from '../engine.ts';
import { hasImage } from '../images/base-image.ts';
import { type ContainerContext, containerOptions } from './container-options.ts';
import type { ContainerShape } from './container-shape.ts';

const createTimeoutMs = 60_000;

/** The engine does not see this machine's files: documents have to be copied into the container. */
export class MountRefusedError extends Error {
  constructor(cause: unknown) {
    super('the engine cannot mount a file of this machine', { cause });
    this.name = 'MountRefusedError';
  }
}

async function explainCreateFailure(engine: Docker, shape: ContainerShape, error: unknown): Promise<unknown> {
  if (statusCodeOf(error) === 404 && !(await hasImage(engine, shape.imageTag))) {
    return new SandsmithError({
      code: 'sandbox.image-missing',
      message: `The image ${shape.imageTag} is not there any more. Run the program again: it is built anew.`,
      isRetryable: true,
      cause: error,
    });
  }
  if (statusCodeOf(error) === 400 && shape.documents.length > 0) return new MountRefusedError(error);
  return error;
}

/** Creates a container that has not started. Throws MountRefusedError, `sandbox.image-missing` and the engine's errors. */
export async function createContainer(
  engine: Docker,
  shape: ContainerShape,
  context: ContainerContext,
): Promise<Docker.Container> {
  const creation = engine.createContainer(containerOptions(shape, context)).catch(async (error: unknown) => {
    throw await explainCreateFailure(engine, shape, error);
  });
  try {
    return await within(createTimeoutMs, 'creating the container', creation);
  } catch (error) {
    if (error instanceof Error && error.cause instanceof MountRefusedError) throw error.cause;
    throw error;
  }
}

/** Connects to the agent before the container starts, so that not a byte is missed, and starts it. */
export async function startContainer(container: Docker.Container): Promise<AgentChannel> {
  const stream = await within(
    createTimeoutMs,
    'connecting to the container',
    container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true }),
  );
  // the type promises less than it is: with `hijack` this is the connection's own socket
  const channel = createAgentChannel(stream as Duplex);
  try {
    await within(createTimeoutMs, 'starting the container', container.start());
    return channel;
  } catch (error) {
    channel.destroy();
    throw error;
  }
}
