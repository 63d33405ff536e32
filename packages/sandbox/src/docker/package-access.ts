import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { SandsmithError } from '@sandsmith/foundation/errors';

/** How this machine reaches package registries: handed into image builds and install steps. */
export interface PackageAccess {
  /** PEM certificates: Node's own roots and the machine's extra ones; undefined where there are none extra. */
  caBundle: string | undefined;
  /** Proxy variables in both cases, for builds and for the server's own connections. */
  proxy: Record<string, string>;
  aptMirror: string | undefined;
  npmRegistry: string | undefined;
  pipIndexUrl: string | undefined;
  pipExtraIndexUrl: string | undefined;
  goProxy: string | undefined;
  cargoRegistry: string | undefined;
  mavenMirror: string | undefined;
}

/** For what reaches nothing outside. */
export const noPackageAccess: PackageAccess = {
  caBundle: undefined,
  proxy: {},
  aptMirror: undefined,
  npmRegistry: undefined,
  pipIndexUrl: undefined,
  pipExtraIndexUrl: undefined,
  goProxy: undefined,
  cargoRegistry: undefined,
  mavenMirror: undefined,
};

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

/** What `cargo` uses in place of crates.io on this machine, where that is another registry. */
async function readCargoRegistry(environment: NodeJS.ProcessEnv, home: string): Promise<string | undefined> {
  const directory = environment['CARGO_HOME'] || path.join(home, '.cargo');
  const config = (await readOptional(path.join(directory, 'config.toml'))).split(/^(?=\[)/m);
  const section = (name: string) => config.find((part) => part.startsWith(`[source.${name}]`)) ?? '';
  const replacement = /^\s*replace-with\s*=\s*["']([\w-]+)["']/m.exec(section('crates-io'))?.[1];
  if (!replacement) return undefined;
  return /^\s*registry\s*=\s*["']([^"']+)["']/m.exec(section(replacement))?.[1];
}

/** The mirror in Maven's settings of this machine. */
async function readMavenMirror(home: string): Promise<string | undefined> {
  const settings = await readOptional(path.join(home, '.m2', 'settings.xml'));
  return /<mirror>[\s\S]*?<url>\s*([^<\s]+)\s*<\/url>/.exec(settings)?.[1];
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
    goProxy: environment['GOPROXY'] || undefined,
    cargoRegistry: await readCargoRegistry(environment, home),
    mavenMirror: environment['MAVEN_MIRROR'] || (await readMavenMirror(home)),
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
  if (access.mavenMirror) values['MAVEN_REPOSITORY'] = withoutCredentials(access.mavenMirror);
  return values;
}

/** Where the certificates lie inside a container that may reach package registries. */
export const containerCaPath = '/tmp/.sandsmith-ca.crt';

/** Where the agent listens in a container that may reach something: the only way out of it. */
const wayOut = 'http://127.0.0.1:3128';
const itself = 'localhost,127.0.0.1,::1';

/** Variables for a run that may reach something outside. */
export function installEnvironment(access: PackageAccess): Record<string, string> {
  const values: Record<string, string> = {
    http_proxy: wayOut,
    https_proxy: wayOut,
    HTTP_PROXY: wayOut,
    HTTPS_PROXY: wayOut,
    no_proxy: itself,
    NO_PROXY: itself,
    NODE_USE_ENV_PROXY: '1',
  };
  if (access.goProxy) values['GOPROXY'] = access.goProxy;
  // cargo and maven take a mirror from no variable of their own: the install commands of these languages read these
  if (access.cargoRegistry) values['CARGO_MIRROR'] = access.cargoRegistry;
  if (access.mavenMirror) values['MAVEN_MIRROR'] = access.mavenMirror;
  if (access.npmRegistry) values['NPM_CONFIG_REGISTRY'] = access.npmRegistry;
  if (access.pipIndexUrl) values['PIP_INDEX_URL'] = access.pipIndexUrl;
  if (access.pipExtraIndexUrl) values['PIP_EXTRA_INDEX_URL'] = access.pipExtraIndexUrl;
  if (access.caBundle) {
    for (const name of [...caVariables.slice(1), 'PIP_CERT', 'NPM_CONFIG_CAFILE'])
      values[name] = containerCaPath;
  }
  return values;
}
