import { z } from 'zod';

export interface ServeCommand {
  label: string;
  command: string;
}

interface Situation {
  /** Paths of the project's files. */
  paths: readonly string[];
  /** The text of the project's package.json, where there is one. */
  manifest: string | undefined;
  /** Of the session, where there is one. */
  language: string | undefined;
}

const ownServers: Record<string, ServeCommand> = {
  php: { label: 'Serve the files with PHP', command: 'php -S 127.0.0.1:8000' },
  ruby: { label: 'Serve the files with Ruby', command: 'ruby -run -e httpd . -p 8000' },
};
const pythonServer: ServeCommand = {
  label: 'Serve the files with Python',
  command: 'python3 -m http.server 8000',
};

/** The server that the project obviously has; null where there is nothing obvious. */
export function serveCommand({ paths, manifest, language }: Situation): ServeCommand | null {
  const script = scriptOf(manifest);
  if (script) return { label: `Run the ${script} script`, command: `npm install && npm run ${script}` };
  if (paths.includes('manage.py'))
    return { label: 'Run the Django server', command: 'python3 manage.py runserver' };
  if (language === undefined || language === 'python') return pythonServer;
  return ownServers[language] ?? null;
}

const manifestSchema = z.object({ scripts: z.record(z.string(), z.unknown()).optional() });

function scriptOf(manifest: string | undefined): 'dev' | 'start' | null {
  if (manifest === undefined) return null;
  let json: unknown;
  try {
    json = JSON.parse(manifest);
  } catch {
    return null;
  }
  const scripts = manifestSchema.safeParse(json).data?.scripts;
  if (typeof scripts?.['dev'] === 'string') return 'dev';
  return typeof scripts?.['start'] === 'string' ? 'start' : null;
}
