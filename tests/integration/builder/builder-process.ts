// A builder in a process of its own, for tests that kill it.
import path from 'node:path';
import { createDatabase } from '@sandsmith/db/database';
import { createDiskWorkspace } from '@sandsmith/workspace/disk/disk-workspace';
import { createTestBuilder, createTestSandbox } from './builder-harness.ts';

const [folder = '', url = '', vendorUrl = '', instanceId = ''] = process.argv.slice(2);
const database = createDatabase({ url });
const workspace = createDiskWorkspace({ root: path.join(folder, 'workspace') });
const sandbox = createTestSandbox(instanceId);
await sandbox.start();
const builder = createTestBuilder({ database, url, vendorUrl, sandbox, workspace, folder });
await builder.start();
console.log('started');
