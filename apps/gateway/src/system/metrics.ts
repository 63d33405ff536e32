import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  httpDuration: Histogram<'method' | 'route' | 'status'>;
  runs: Counter<'language' | 'status'>;
  runsActive: Gauge;
  socketConnections: Gauge;
}

export interface MetricsOptions {
  kvKind: string;
  countBuildsByStatus: () => Promise<{ status: string; count: number }[]>;
  countDocumentsWaiting: () => number;
  countSessions: () => number;
}

/** Everything told at /metrics. The registry is this server's own, so that two in one process do not mix. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  addCollectedGauges(registers, options);
  return {
    registry,
    httpDuration: new Histogram({
      name: 'sandsmith_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
      registers,
    }),
    runs: new Counter({
      name: 'sandsmith_runs_total',
      help: 'Finished runs of POST /runs',
      labelNames: ['language', 'status'],
      registers,
    }),
    runsActive: new Gauge({
      name: 'sandsmith_runs_active',
      help: 'Runs of POST /runs that wait or run',
      registers,
    }),
    socketConnections: new Gauge({
      name: 'sandsmith_socket_connections',
      help: 'Open realtime connections',
      registers,
    }),
  };
}

/** Numbers that are looked up when they are asked for. */
function addCollectedGauges(registers: Registry[], options: MetricsOptions): void {
  const { kvKind, countBuildsByStatus, countDocumentsWaiting, countSessions } = options;
  new Gauge({
    name: 'sandsmith_kv_info',
    help: 'Which driver keeps short-lived shared state',
    labelNames: ['kind'],
    registers,
  }).set({ kind: kvKind }, 1);
  new Gauge({
    name: 'sandsmith_builds',
    help: 'Builds by status',
    labelNames: ['status'],
    registers,
    async collect() {
      this.reset();
      for (const { status, count } of await countBuildsByStatus()) this.set({ status }, count);
    },
  });
  new Gauge({
    name: 'sandsmith_documents_profiling',
    help: 'Documents that wait for their profile or get it',
    registers,
    collect() {
      this.set(countDocumentsWaiting());
    },
  });
  new Gauge({
    name: 'sandsmith_sessions',
    help: 'Sessions of projects that are starting or open on this server',
    registers,
    collect() {
      this.set(countSessions());
    },
  });
}
