import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { SandsmithError } from '@sandsmith/foundation/errors';

const formatVersion = 1;
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + keyIdBytes;
export const sealingKeyBytes = 32;

export interface Sealer {
  /** `context` is authenticated but not stored: a sealed value moved to another place does not open. */
  seal(plaintext: string, options: { context: string }): Buffer;
  open(sealed: Uint8Array, options: { context: string }): string;
  /** True where the value was sealed with an older key and should be sealed again. */
  needsReseal(sealed: Uint8Array): boolean;
}

/**
 * Sealing with AES-256-GCM. A sealed value is `version (1) | key id (4) | nonce (12) | ciphertext | tag (16)`;
 * the key id is the beginning of the key's SHA-256, so that `olderKeys` still open what they sealed.
 */
export function createSealer({ key, olderKeys = [] }: { key: Buffer; olderKeys?: Buffer[] }): Sealer {
  const keys = new Map<string, Buffer>();
  for (const candidate of [...olderKeys, key]) {
    if (candidate.length !== sealingKeyBytes)
      throw new Error(`a sealing key has ${sealingKeyBytes} bytes, this one has ${candidate.length}`);
    keys.set(keyIdOf(candidate), candidate);
  }
  const currentKeyId = keyIdOf(key);

  return {
    seal(plaintext, { context }) {
      const header = Buffer.concat([Buffer.of(formatVersion), Buffer.from(currentKeyId, 'hex')]);
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(additionalData(header, context));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([header, nonce, ciphertext, cipher.getAuthTag()]);
    },

    open(sealed, { context }) {
      const bytes = Buffer.from(sealed);
      if (bytes.length < headerBytes + nonceBytes + tagBytes || bytes[0] !== formatVersion)
        throw cannotOpen('it is not a sealed value of this version');
      const header = bytes.subarray(0, headerBytes);
      const openingKey = keys.get(header.subarray(1).toString('hex'));
      if (!openingKey) throw cannotOpen('it was sealed with a key that this server does not have');
      const nonce = bytes.subarray(headerBytes, headerBytes + nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', openingKey, nonce, { authTagLength: tagBytes });
      decipher.setAAD(additionalData(header, context));
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
      try {
        const ciphertext = bytes.subarray(headerBytes + nonceBytes, bytes.length - tagBytes);
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw cannotOpen('it was changed, or it belongs to another place', cause);
      }
    },

    needsReseal: (sealed) => Buffer.from(sealed).subarray(1, headerBytes).toString('hex') !== currentKeyId,
  };
}

function keyIdOf(key: Buffer): string {
  return createHash('sha256').update(key).digest().subarray(0, keyIdBytes).toString('hex');
}

function additionalData(header: Buffer, context: string): Buffer {
  return Buffer.concat([header, Buffer.from(context, 'utf8')]);
}

function cannotOpen(why: string, cause?: unknown): SandsmithError {
  return new SandsmithError({
    code: 'credential.unreadable',
    message: `A stored secret cannot be opened: ${why}. Start with the SECRET_KEY it was made with, or enter the secret again.`,
    cause,
  });
}
