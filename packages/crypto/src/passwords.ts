import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** False for a wrong password and for a hash that cannot be read. */
  verify(hash: string, password: string): Promise<boolean>;
  /** Costs as much as `verify` and is always false: for emails that nobody registered. */
  verifyNothing(password: string): Promise<false>;
  needsRehash(hash: string): boolean;
}

export interface PasswordCost {
  memoryKiB: number;
  passes: number;
  lanes: number;
}

/** OWASP's first recommendation for argon2id (19 MiB, 2 passes, 1 lane), with more memory against graphics cards. */
const defaultCost: PasswordCost = { memoryKiB: 47_104, passes: 2, lanes: 1 };

/** argon2id with a fresh salt for each password. */
export function createPasswordHasher({ cost = defaultCost }: { cost?: PasswordCost } = {}): PasswordHasher {
  const parameters = { memoryCost: cost.memoryKiB, timeCost: cost.passes, parallelism: cost.lanes };
  let decoy: Promise<string> | undefined;
  const hash = (password: string) => argon2.hash(password, { ...parameters, type: argon2.argon2id });

  async function verify(digest: string, password: string): Promise<boolean> {
    try {
      return await argon2.verify(digest, password);
    } catch {
      return false;
    }
  }

  return {
    hash,
    verify,
    async verifyNothing(password) {
      decoy ??= hash(randomBytes(32).toString('base64'));
      await verify(await decoy, password);
      return false;
    },
    needsRehash: (digest) => argon2.needsRehash(digest, parameters),
  };
}
