import net from 'node:net';

/** Stands between a client and an engine in tests, and can take the engine away. */
export interface CutProxy {
  /** `tcp://127.0.0.1:port`. */
  host: string;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Keeps connections but lets nothing through any more. */
  freeze(): void;
  restore(): void;
  close(): Promise<void>;
}

export interface CutProxyOptions {
  socketPath: string;
  /** Looks at what a client sends; an answer is sent in the engine's place. */
  answer?: (request: string) => string | undefined;
}

export async function startCutProxy({ socketPath, answer }: CutProxyOptions): Promise<CutProxy> {
  const open = new Set<net.Socket>();
  let mode: 'open' | 'cut' | 'frozen' = 'open';
  const server = net.createServer((client) => {
    if (mode === 'cut') {
      client.destroy();
      return;
    }
    const engine = net.connect(socketPath);
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.on('data', (chunk) => {
        if (mode !== 'open') return;
        const instead = from === client ? answer?.(chunk.toString('latin1')) : undefined;
        if (instead === undefined) to.write(chunk);
        else from.end(instead);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const endAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    host: `tcp://127.0.0.1:${port}`,
    cut() {
      mode = 'cut';
      endAll();
    },
    freeze() {
      mode = 'frozen';
    },
    restore() {
      mode = 'open';
    },
    async close() {
      endAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
