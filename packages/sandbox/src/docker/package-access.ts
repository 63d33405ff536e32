import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { SandsmithError } from '@sandsmith/foundation/errors';

/** How this machine reaches package registries: handed into image builds and install steps. */
export interface PackageAccess {
  /** PEM certificates: Node's own roots and the machine's extra ones; undefined where there are none extra. */
  caBundle: string | undefined;
  /** Proxy variables in both cases, for builds and installs. */
  proxy: Record<string, string>;
  aptMirror: string | undefined;
  npmRegistry: string | undefined;
  pipIndexUrl: string | undefined;
  pipExtraIndexUrl: string | undefined;
}

export interface PackageAccessOptions {
  environment: NodeJS.ProcessEnv;
  /** Wins over what the environment names. */
  extraCaFile?: string;
  homeDirectory?: string;
  systemDirectory?: string;
}

const caVariables = [
  'EXTRA_CA_CERTS',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
];
const proxyVariables = ['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy'];

async function readOptional(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

async function readCaBundle({ environment, extraCaFile }: PackageAccessOptions): Promise<string | undefined> {
  const asked = extraCaFile ?? environment['EXTRA_CA_CERTS'];
  const detected = caVariables.map((name) => environment[name]).find((value) => value);
  const file = asked || detected;
  if (!file) return undefined;
  try {
    const extra = await readFile(file, 'utf8');
    return [...tls.rootCertificates, extra.trim(), ''].join('\n');
  } catch (cause) {
    // A variable that other programs set may point nowhere; what was set for Sandsmith has to be right.
    if (!asked) return undefined;
    throw new SandsmithError({
      code: 'sandbox.failed',
      message: `The extra certificates at ${file} cannot be read. Correct EXTRA_CA_CERTS, or leave it out.`,
      cause,
    });
  }
}

function readProxy(environment: NodeJS.ProcessEnv): Record<string, string> {
  const proxy: Record<string, string> = {};
  for (const name of proxyVariables) {
    const value = environment[name] ?? environment[name.toUpperCase()];
    if (!value) continue;
    proxy[name] = value;
    proxy[name.toUpperCase()] = value;
  }
  return proxy;
}

/** The value of `name = value` or `name=value` in files of that form; the first file that has it wins. */
async function readSetting(files: string[], name: string): Promise<string | undefined> {
  for (const file of files) {
    const match = new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)\\s*$`, 'm').exec(await readOptional(file));
    if (match?.[1]) return match[1];
  }
  return undefined;
}

/** The Debian mirror that this machine uses, where it is a Debian with one of its own choice. */
async function readAptMirror(systemDirectory: string): Promise<string | undefined> {
  const release = await readOptional(path.join(systemDirectory, 'os-release'));
  if (!/^ID="?debian"?$/m.test(release)) return undefined;
  const sources = await Promise.all(
    ['sources.list', 'sources.list.d/debian.sources'].map((name) =>
      readOptional(path.join(systemDirectory, 'apt', name)),
    ),
  );
  const urls = sources.join('\n').match(/https?:\/\/[^\s\]]+\/debian\/?(?=\s|$)/g) ?? [];
  const [first] = urls;
  return first && !first.includes('//deb.debian.org/') ? first : undefined;
}

function registryOf(environment: NodeJS.ProcessEnv): string | undefined {
  return environment['npm_config_registry'] || environment['NPM_CONFIG_REGISTRY'] || undefined;
}

/** Reads the machine's configuration of certificates, proxies and mirrors. */
export async function readPackageAccess(options: PackageAccessOptions): Promise<PackageAccess> {
  const { environment } = options;
  const home = options.homeDirectory ?? os.homedir();
  const system = options.systemDirectory ?? '/etc';
  const pipFiles = [
    environment['PIP_CONFIG_FILE'] ?? '',
    path.join(home, '.config/pip/pip.conf'),
    path.join(home, '.pip/pip.conf'),
    path.join(system, 'pip.conf'),
  ].filter((file) => file !== '');
  const npmFiles = [
    environment['npm_config_userconfig'] ?? path.join(home, '.npmrc'),
    path.join(system, 'npmrc'),
  ];
  return {
    caBundle: await readCaBundle(options),
    proxy: readProxy(environment),
    aptMirror: environment['APT_MIRROR'] || (await readAptMirror(system)),
    npmRegistry: registryOf(environment) ?? (await readSetting(npmFiles, 'registry')),
    pipIndexUrl: environment['PIP_INDEX_URL'] || (await readSetting(pipFiles, 'index-url')),
    pipExtraIndexUrl: environment['PIP_EXTRA_INDEX_URL'] || (await readSetting(pipFiles, 'extra-index-url')),
  };
}

/** A mirror's address without the name and password in it: build arguments can be read from an image's history. */
function withoutCredentials(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  url.username = '';
  url.password = '';
  return url.href;
}

/** Arguments for image builds. Proxy variables are arguments that the engine knows and keeps out of the history. */
export function buildArguments(access: PackageAccess): Record<string, string> {
  const values: Record<string, string> = { ...access.proxy };
  if (access.aptMirror) values['APT_MIRROR'] = withoutCredentials(access.aptMirror);
  if (access.npmRegistry) values['NPM_REGISTRY'] = withoutCredentials(access.npmRegistry);
  return values;
}

/** Where the certificates lie inside a container that may reach package registries. */
export const containerCaPath = '/tmp/.sandsmith-ca.crt';

/** Variables for a run that may reach package registries. */
export function installEnvironment(access: PackageAccess): Record<string, string> {
  const values: Record<string, string> = { ...access.proxy };
  if (access.npmRegistry) values['NPM_CONFIG_REGISTRY'] = access.npmRegistry;
  if (access.pipIndexUrl) values['PIP_INDEX_URL'] = access.pipIndexUrl;
  if (access.pipExtraIndexUrl) values['PIP_EXTRA_INDEX_URL'] = access.pipExtraIndexUrl;
  if (access.caBundle) {
    for (const name of [...caVariables.slice(1), 'PIP_CERT', 'NPM_CONFIG_CAFILE'])
      values[name] = containerCaPath;
  }
  return values;
}
