import helmet from 'helmet';

/**
 * The page loads nothing from another host. Monaco starts its workers from blobs and writes inline styles; frames
 * hold artifacts of this server, which get an origin of their own by their own policy, and previews, which have one.
 */
export function createSecurityHeaders({ isHttps, previewHost }: { isHttps: boolean; previewHost: string }) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        frameSrc: ["'self'", `http://*.${previewHost}:*`, `https://*.${previewHost}:*`],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    // Over plain HTTP on another host than localhost, browsers ignore these and warn about it.
    crossOriginOpenerPolicy: isHttps ? { policy: 'same-origin' } : false,
    originAgentCluster: isHttps,
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}

/**
 * For bytes that a program or a person made. Scripts may run, but in an origin of their own: `sandbox` without
 * `allow-same-origin` keeps them from the session, and nothing can be fetched from anywhere.
 */
export const untrustedContentPolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  'img-src data: blob:',
  'media-src data: blob:',
  'font-src data:',
  "style-src 'unsafe-inline'",
  "script-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');
