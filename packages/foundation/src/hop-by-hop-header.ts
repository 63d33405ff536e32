const names = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Whether an HTTP header is meant for one connection only, not for what is behind it. */
export function isHopByHop(name: string): boolean {
  return names.has(name.toLowerCase());
}
