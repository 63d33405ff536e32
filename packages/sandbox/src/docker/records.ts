/** The form in which server and runner speak: one type byte, a 32-bit big-endian length, that many bytes. */
export interface RunnerRecord {
  type: string;
  bytes: Buffer;
}

const headBytes = 5;

export function encodeRecord(type: string, payload: string | Uint8Array = ''): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const record = Buffer.allocUnsafe(headBytes + bytes.length);
  record.write(type, 0, 1, 'latin1');
  record.writeUInt32BE(bytes.length, 1);
  record.set(bytes, headBytes);
  return record;
}

export interface RecordParser {
  /** The records that these bytes complete. */
  push(bytes: Buffer): RunnerRecord[];
}

/** Puts records together from chunks cut anywhere. A length beyond `maxBytes` throws: the stream is not the runner's. */
export function createRecordParser({ maxBytes = 1 << 20 }: { maxBytes?: number } = {}): RecordParser {
  let pending: Buffer = Buffer.alloc(0);
  return {
    push(bytes) {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      const records: RunnerRecord[] = [];
      let at = 0;
      while (pending.length - at >= headBytes) {
        const length = pending.readUInt32BE(at + 1);
        if (length > maxBytes) throw new RangeError(`a record of ${length} bytes is more than ${maxBytes}`);
        const end = at + headBytes + length;
        if (pending.length < end) break;
        records.push({
          type: String.fromCharCode(pending.readUInt8(at)),
          bytes: pending.subarray(at + headBytes, end),
        });
        at = end;
      }
      pending = pending.subarray(at);
      return records;
    },
  };
}
