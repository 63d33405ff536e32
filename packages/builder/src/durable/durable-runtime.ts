import { DBOS } from '@dbos-inc/dbos-sdk';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';

/** Changed only when the order of a workflow's steps changes: unfinished work of another version is not resumed. */
const workflowVersion = '1';
const schemaName = 'dbos';
const pollingIntervalMs = 250;
const maxRecoveries = 1_000;

export type WorkflowState = 'missing' | 'working' | 'succeeded' | 'broken';

/** Work that survives the death of the process: a workflow's finished steps are never run again. */
export interface DurableRuntime {
  /** Names a workflow; before `start`. */
  register<Arguments extends unknown[], Result>(
    name: string,
    work: (...parameters: Arguments) => Promise<Result>,
  ): DurableWorkflow<Arguments, Result>;
  /** Inside a workflow: runs `work` and remembers what it gave. Steps must come in the same order on every run. */
  step<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** Connects, and takes up again what this executor had not finished. */
  start(): Promise<void>;
  stateOf(workflowId: string): Promise<WorkflowState>;
  /** Stops without waiting: what is in a step stays unfinished, and is taken up at the next start. */
  close(): Promise<void>;
}

export interface DurableWorkflow<Arguments extends unknown[], Result> {
  /** Begins the workflow; the same id again joins the one there is. */
  begin(workflowId: string, ...parameters: Arguments): Promise<{ result(): Promise<Result> }>;
}

export interface DurableRuntimeOptions {
  databaseUrl: string;
  executorId: string;
  logger: Logger;
}

function configureEngine({ databaseUrl, executorId, logger }: DurableRuntimeOptions): void {
  DBOS.setConfig({
    name: 'sandsmith',
    systemDatabaseUrl: databaseUrl,
    systemDatabaseSchemaName: schemaName,
    systemDatabasePoolSize: 8,
    // Set on each new connection by a query that overlaps the first one, of which the driver warns.
    systemDatabaseIdleTransactionTimeoutMs: 0,
    applicationVersion: workflowVersion,
    executorID: executorId,
    logger: createLogBridge(logger),
    enableOTLP: false,
    tracingEnabled: false,
  });
}

function createLogBridge(logger: Logger) {
  // The engine's notes matter to its developers; to the person running the server only what goes wrong does.
  const child = logger.child({ component: 'workflows' });
  const fieldsOf = (entry: unknown) => (entry instanceof Error ? { err: entry } : { detail: String(entry) });
  return {
    info: (entry: unknown) => child.debug(fieldsOf(entry), 'workflow engine'),
    debug: () => undefined,
    warn: (entry: unknown) => child.warn(fieldsOf(entry), 'workflow engine warning'),
    error: (entry: unknown) => child.error(fieldsOf(entry), 'workflow engine error'),
  };
}

const never = () => new Promise<never>(() => undefined);

function stateFrom(status: string | undefined): WorkflowState {
  if (status === undefined) return 'missing';
  if (status === 'SUCCESS') return 'succeeded';
  return ['PENDING', 'ENQUEUED', 'DELAYED'].includes(status) ? 'working' : 'broken';
}

/** The workflow engine is one per process: a second one is refused while the first is open. */
export function createDurableRuntime(options: DurableRuntimeOptions): DurableRuntime {
  let isClosing = false;
  let isStarted = false;
  // The engine's registry is the process's own: nothing is put there before the start.
  const registrations: (() => void)[] = [];

  return {
    register<Arguments extends unknown[], Result>(
      name: string,
      work: (...parameters: Arguments) => Promise<Result>,
    ): DurableWorkflow<Arguments, Result> {
      let workflow = work;
      registrations.push(() => {
        workflow = DBOS.registerWorkflow(work, { name, maxRecoveryAttempts: maxRecoveries });
      });
      return {
        async begin(workflowID, ...parameters) {
          if (isClosing) return never();
          const handle = await DBOS.startWorkflow(workflow, { workflowID })(...parameters);
          return { result: () => handle.getResult({ pollingIntervalMs }) };
        },
      };
    },
    async step(name, work) {
      // A workflow that goes on while the server stops would be remembered as failed: it must just not go on.
      if (isClosing) return never();
      try {
        return await DBOS.runStep(() => work().then((result) => (isClosing ? never() : result)), { name });
      } catch (error) {
        if (isClosing) return never();
        throw error;
      }
    },
    async start() {
      if (DBOS.isInitialized())
        throw new SandsmithError({
          code: 'internal.error',
          message: 'A builder is open in this process already. Close it before another one is started.',
        });
      configureEngine(options);
      for (const registration of registrations) registration();
      await DBOS.launch();
      isStarted = true;
    },
    async stateOf(workflowId) {
      return stateFrom((await DBOS.getWorkflowStatus(workflowId))?.status);
    },
    async close() {
      if (isClosing) return;
      isClosing = true;
      if (isStarted) await DBOS.shutdown({ deregister: true });
    },
  };
}
