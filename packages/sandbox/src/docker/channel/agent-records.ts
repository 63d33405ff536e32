/** One record of the protocol between server and agent; see sandbox-images/runner/PROTOCOL.md. */
export interface AgentRecord {
  type: string;
  channel: number;
  bytes: Buffer;
}

export const headBytes = 9;
export const maxRecordBytes = 1 << 20;

/** The stream does not follow the protocol: nothing after this can be believed. */
export class CorruptStreamError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CorruptStreamError';
  }
}

export function encodeRecord(type: string, channel: number, payload: string | Uint8Array = ''): Buffer {
  const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
  if (length > maxRecordBytes) throw new RangeError(`a record holds at most ${maxRecordBytes} bytes`);
  const record = Buffer.allocUnsafe(headBytes + length);
  record.write(type, 0, 1, 'latin1');
  record.writeUInt32BE(channel, 1);
  record.writeUInt32BE(length, 5);
  if (typeof payload === 'string') record.write(payload, headBytes);
  else record.set(payload, headBytes);
  return record;
}

/** Texts that each end in a NUL byte. */
export function encodeList(items: readonly (string | number)[]): string {
  return items.map((item) => `${item}\0`).join('');
}

export function decodeList(bytes: Buffer): string[] {
  return bytes.toString('utf8').split('\0').slice(0, -1);
}

export interface AgentRecordParser {
  /** The records that these bytes complete. Throws CorruptStreamError. */
  push(bytes: Buffer): AgentRecord[];
  /** Whether a record has begun whose rest has not come. */
  isInside(): boolean;
}

/** Puts records together from chunks cut anywhere, copying only those that were cut. */
export function createAgentRecordParser(): AgentRecordParser {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = headBytes;

  function join(): Buffer {
    const [first] = parts;
    return parts.length === 1 && first ? first : Buffer.concat(parts, held);
  }

  return {
    isInside: () => held > 0,
    push(bytes) {
      parts.push(bytes);
      held += bytes.length;
      if (held < wanted) return [];
      const all = join();
      const records: AgentRecord[] = [];
      let at = 0;
      wanted = headBytes;
      while (all.length - at >= headBytes) {
        const type = all.readUInt8(at);
        const length = all.readUInt32BE(at + 5);
        if (type < 0x21 || type > 0x7e) throw new CorruptStreamError(`a record of the type ${type} came`);
        if (length > maxRecordBytes) throw new CorruptStreamError(`a record of ${length} bytes came`);
        wanted = headBytes + length;
        if (all.length - at < wanted) break;
        const channel = all.readUInt32BE(at + 1);
        records.push({
          type: String.fromCharCode(type),
          channel,
          bytes: all.subarray(at + headBytes, at + wanted),
        });
        at += wanted;
        wanted = headBytes;
      }
      held = all.length - at;
      parts = held > 0 ? [all.subarray(at)] : [];
      return records;
    },
  };
}
