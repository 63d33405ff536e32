import { readConfig } from '@sandsmith/gateway/config';
import type { Context } from '@sandsmith/gateway/context/context';
import { startGateway } from '@sandsmith/gateway/start-gateway';
import { createLog } from '@sandsmith/gateway/system/log';
import { type ApiClient, createApiClient } from './api-client.ts';
import { createProductHome } from './product-home.ts';

export interface Product {
  url: string;
  /** Signed in as the administrator. */
  client: ApiClient;
  account: { email: string; password: string };
  /** The parts themselves, for tests that look behind the interface. */
  context: Context;
  /** Another person, signed in. */
  register(name: string): ReturnType<ApiClient['signIn']>;
  /** Stops everything and removes every trace. */
  close(): Promise<void>;
}

export interface StartProductOptions {
  /** Settings as the environment would give them; they win over those of the test. */
  env?: Record<string, string>;
}

const password = 'correct horse battery';

/** The entire product in this process: real database, real Docker where there is one, a free port. */
export async function startProduct({ env = {} }: StartProductOptions = {}): Promise<Product> {
  const home = await createProductHome();
  try {
    const config = readConfig({ ...dockerEnvironment(), ...home.environment, ...env });
    const gateway = await startGateway({ config, log: createLog({ level: config.logLevel }) });
    const { url } = gateway;
    const anyone = createApiClient({ url });
    return {
      url,
      account: home.account,
      context: gateway.context,
      client: await anyone.signIn(home.account),
      async register(name) {
        const email = `${name}@example.org`;
        await anyone.request('POST', '/auth/register', { json: { email, password } });
        return anyone.signIn({ email, password });
      },
      async close() {
        await gateway.close();
        await home.remove();
      },
    };
  } catch (error) {
    await home.remove();
    throw error;
  }
}

/** Where Docker is, and what a machine behind a proxy needs; nothing else of this machine's settings is taken over. */
function dockerEnvironment(): Record<string, string> {
  const names = ['DOCKER_HOST', 'EXTRA_CA_CERTS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
