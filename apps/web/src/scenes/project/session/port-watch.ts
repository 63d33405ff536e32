/** Which ports the person has been told of. */
export interface PortWatch {
  sessionId: string | null;
  known: readonly number[];
  /** Found since, and not looked at yet; the newest last. */
  unseen: readonly number[];
}

export const noPorts: PortWatch = { sessionId: null, known: [], unseen: [] };

interface PortNews {
  session: { id: string; isReady: boolean; ports: readonly number[] } | null;
  /** The page has just been opened: what listens already is nothing new. */
  isFirst: boolean;
  isPreviewShown: boolean;
}

export function nextPortWatch(before: PortWatch, { session, isFirst, isPreviewShown }: PortNews): PortWatch {
  if (!session?.isReady) return before.known.length > 0 || before.unseen.length > 0 ? noPorts : before;
  const { id: sessionId, ports } = session;
  const former = before.sessionId === sessionId ? before : noPorts;
  const fresh = isFirst ? [] : ports.filter((port) => !former.known.includes(port));
  const unseen = isPreviewShown
    ? []
    : [...former.unseen.filter((port) => ports.includes(port) && !fresh.includes(port)), ...fresh];
  const isSame =
    before.sessionId === sessionId && sameNumbers(before.known, ports) && sameNumbers(before.unseen, unseen);
  return isSame ? before : { sessionId, known: [...ports], unseen };
}

function sameNumbers(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, index) => number === other[index]);
}
