/** What a fake vendor answers to one chat request. Nothing set: an empty answer that ends well. */
export interface ScriptedReply {
  text?: string;
  /** How `text` is cut; default 24 characters. `chunks` gives the pieces themselves. */
  chunkLength?: number;
  chunks?: string[];
  /** Sent before the text in the vendor's field for thoughts, which a driver must not show as the answer. */
  reasoning?: string;
  /** Wait before the first byte of the answer, and before each piece. */
  firstDelayMs?: number;
  delayPerChunkMs?: number;
  /** Default: counted from the characters. null: the vendor sends none. */
  usage?: { inputTokens: number; outputTokens: number } | null;
  /** Default `stop`. null: the answer ends without a reason, as when a proxy cuts it. */
  finishReason?: string | null;
  /** After this many pieces of text the connection is torn down. */
  breakAfterChunks?: number;
  /** After this many pieces of text nothing more comes, and the connection stays. */
  hangAfterChunks?: number;
  /** After this many pieces of text the vendor sends an error inside the stream. */
  errorAfterChunks?: number;
  /** An HTTP error instead of an answer. */
  status?: number;
  headers?: Record<string, string>;
  error?: { message: string; type?: string; code?: string | null; param?: string | null };
  /** The body of an error as it is, for vendors that send HTML or nothing. */
  rawError?: string;
}

/** The pieces of text in which a reply is sent. */
export function piecesOf(reply: ScriptedReply): string[] {
  if (reply.chunks) return reply.chunks;
  // By code point: a piece never ends in the middle of a character.
  const characters = [...(reply.text ?? '')];
  const length = Math.max(1, reply.chunkLength ?? 24);
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += length)
    pieces.push(characters.slice(start, start + length).join(''));
  return pieces;
}

/** The usage a reply reports, counted as about four characters a token where the script names none. */
export function usageOf(
  reply: ScriptedReply,
  promptLength: number,
): { inputTokens: number; outputTokens: number } | undefined {
  if (reply.usage === null) return undefined;
  const textLength = piecesOf(reply).join('').length;
  return reply.usage ?? { inputTokens: Math.ceil(promptLength / 4), outputTokens: Math.ceil(textLength / 4) };
}
