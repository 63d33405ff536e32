import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProductHome {
  /** What the product is started with, before the caller's own settings. */
  environment: Record<string, string>;
  account: { email: string; password: string };
  remove(): Promise<void>;
}

/** Folders of its own for one product under test, and the settings that keep it to itself. */
export async function createProductHome(): Promise<ProductHome> {
  const root = await mkdtemp(join(tmpdir(), 'sandsmith-product-'));
  const data = join(root, 'data');
  await mkdir(data);
  // Started as root, the database runs as another account, which has to pass through to its own folder.
  await chmod(root, 0o711);
  await chmod(data, 0o711);
  const account = { email: 'admin@sandsmith.local', password: 'correct horse battery' };
  return {
    account,
    environment: {
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: data,
      WORKSPACE_DIR: join(root, 'workspace'),
      ADMIN_EMAIL: account.email,
      ADMIN_PASSWORD: account.password,
      REGISTRATION: 'open',
      SAMPLE_PROJECT: 'off',
      LOG_LEVEL: 'silent',
      LOGIN_ATTEMPTS: '10000',
      NODE_ENV: 'test',
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
