import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from './account.ts';

/** Whether the account may pass through every existing folder from the root down to `directory`. */
export async function canTraverse(directory: string, account: Account): Promise<boolean> {
  for (let current = path.resolve(directory); ; current = path.dirname(current)) {
    const entry = await stat(current).catch(() => undefined);
    if (entry) {
      const shift = entry.uid === account.uid ? 6 : entry.gid === account.gid ? 3 : 0;
      if (((entry.mode >> shift) & 1) === 0) return false;
    }
    if (path.dirname(current) === current) return true;
  }
}
