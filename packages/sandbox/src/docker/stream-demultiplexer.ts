/** A piece of one of the two streams that the engine sends over one connection. */
export interface StreamPiece {
  stream: 'stdout' | 'stderr';
  bytes: Buffer;
}

const headBytes = 8;

/**
 * Parts the engine's multiplexed stream: [stream, 0, 0, 0, 32-bit big-endian length] before each piece. Throws where
 * what comes has another form.
 */
export function createStreamDemultiplexer(): { push(bytes: Buffer): StreamPiece[] } {
  let head: Buffer = Buffer.alloc(0);
  let stream: StreamPiece['stream'] = 'stdout';
  let left = 0;
  return {
    push(bytes) {
      const pieces: StreamPiece[] = [];
      let rest = bytes;
      while (rest.length > 0) {
        if (left === 0) {
          const missing = headBytes - head.length;
          head = Buffer.concat([head, rest.subarray(0, missing)]);
          rest = rest.subarray(missing);
          if (head.length < headBytes) break;
          if (head.readUInt32BE(0) & 0xfcffffff)
            throw new Error('the engine sent something other than a stream');
          stream = head.readUInt8(0) === 2 ? 'stderr' : 'stdout';
          left = head.readUInt32BE(4);
          head = Buffer.alloc(0);
          continue;
        }
        const piece = rest.subarray(0, left);
        rest = rest.subarray(piece.length);
        left -= piece.length;
        pieces.push({ stream, bytes: piece });
      }
      return pieces;
    },
  };
}
