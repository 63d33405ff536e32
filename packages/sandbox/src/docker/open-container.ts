import type { Duplex } from 'node:stream';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type Docker from 'dockerode';
import { hasImage } from './base-image.ts';
import { type ContainerContext, containerOptions } from './container-options.ts';
import { statusCodeOf, within } from './engine.ts';
import type { RunPlan } from './run-plan.ts';

const createTimeoutMs = 60_000;

/** The engine does not see this machine's files: documents have to be copied into the container. */
export class MountRefusedError extends Error {
  constructor(cause: unknown) {
    super('the engine cannot mount a file of this machine', { cause });
    this.name = 'MountRefusedError';
  }
}

async function explainCreateFailure(engine: Docker, plan: RunPlan, error: unknown): Promise<unknown> {
  const { imageTag, name, id } = plan.language;
  if (statusCodeOf(error) === 404 && !(await hasImage(engine, imageTag))) {
    return new SandsmithError({
      code: 'sandbox.image-missing',
      message: `The image for ${name} is not built. Run "npm run images ${id}", then run the program again.`,
      cause: error,
    });
  }
  if (statusCodeOf(error) === 400 && plan.mounted.length > 0) return new MountRefusedError(error);
  return error;
}

/** Creates the run's container; it has not started. */
export async function createContainer(
  engine: Docker,
  plan: RunPlan,
  context: ContainerContext,
): Promise<Docker.Container> {
  const attempt = 'creating the container';
  const creation = engine.createContainer(containerOptions(plan, context)).catch(async (error: unknown) => {
    throw await explainCreateFailure(engine, plan, error);
  });
  try {
    return await within(createTimeoutMs, attempt, creation);
  } catch (error) {
    if (error instanceof Error && error.cause instanceof MountRefusedError) throw error.cause;
    throw error;
  }
}

/** Connects to the container's streams before it starts, so that not a byte is missed. */
export async function attach(container: Docker.Container): Promise<Duplex> {
  const stream = await within(
    createTimeoutMs,
    'connecting to the container',
    container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true }),
  );
  // the type promises less than it is: with `hijack` this is the connection's own socket
  return stream as Duplex;
}
