/** What a request's Host header says. */
export type PreviewHost =
  /** `port` is absent where the session's newest one is meant. */
  | { kind: 'session'; sessionId: string; port: number | undefined }
  /** Below the previews' host and of no session: for nobody else either. */
  | { kind: 'unknown' };

const labelPattern = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-([1-9]\d{0,4}))?$/;
const highestPort = 65_535;

/** Tells `<session>-<port>.<previewHost>` from the product's own hosts, for which it gives undefined. */
export function readPreviewHost(header: string | undefined, previewHost: string): PreviewHost | undefined {
  const name = hostNameOf(header);
  if (name !== previewHost && !name.endsWith(`.${previewHost}`)) return undefined;
  const [, sessionId, portText] = labelPattern.exec(name.slice(0, -previewHost.length - 1)) ?? [];
  const port = portText === undefined ? undefined : Number(portText);
  if (sessionId === undefined || (port ?? 1) > highestPort) return { kind: 'unknown' };
  return { kind: 'session', sessionId, port };
}

/** Names are the same in capitals and with the root's dot. */
function hostNameOf(header: string | undefined): string {
  return (header ?? '').trim().toLowerCase().replace(/:\d*$/, '').replace(/\.+$/, '');
}
