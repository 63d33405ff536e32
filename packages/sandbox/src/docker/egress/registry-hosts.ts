import type { PackageAccess } from '../package-access.ts';

/** The public package registries, by what installs from them. Nothing below these names is meant, only the names. */
export const registryHosts = {
  pip: ['pypi.org', 'files.pythonhosted.org'],
  npm: ['registry.npmjs.org', 'registry.yarnpkg.com'],
  go: ['proxy.golang.org', 'sum.golang.org'],
  cargo: ['index.crates.io', 'static.crates.io', 'crates.io'],
  maven: ['repo1.maven.org', 'repo.maven.apache.org'],
  gem: ['rubygems.org', 'index.rubygems.org'],
  // packagist only lists: the packages themselves come from GitHub
  composer: ['packagist.org', 'repo.packagist.org', 'api.github.com', 'codeload.github.com'],
  r: ['cran.r-project.org', 'cloud.r-project.org'],
  perl: ['cpan.metacpan.org', 'fastapi.metacpan.org'],
  lua: ['luarocks.org'],
  apt: ['deb.debian.org'],
} as const;

export interface AllowList {
  /** A public registry, reached on its usual ports. */
  isRegistry(host: string, port: number): boolean;
  /** An address that the administrator has configured: may be of a private network. */
  isMirror(host: string, port: number): boolean;
}

const registryPorts = [80, 443];

/** Every http address in a setting: some hold several, such as "https://a|https://b,direct". */
function addressesIn(setting: string): URL[] {
  return setting.split(/[\s,|]+/).flatMap((part) => {
    // cargo puts the kind of registry before the address
    const url = URL.parse(part.replace(/^sparse\+/, ''));
    return url && (url.protocol === 'http:' || url.protocol === 'https:') ? [url] : [];
  });
}

/** Which settings of the machine name mirrors: all but the certificates and the proxy. */
function mirrorsOf(access: PackageAccess): URL[] {
  const { caBundle: _certificates, proxy: _proxy, ...settings } = access;
  return Object.values(settings).flatMap((setting) =>
    typeof setting === 'string' ? addressesIn(setting) : [],
  );
}

export function portOf(url: URL): number {
  if (url.port) return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** What install steps may reach: the public registries, the machine's mirrors, and the hosts given. */
export function createAllowList({
  access,
  extraHosts = [],
}: {
  access: PackageAccess;
  /** Further registries, as `host` or `host:port`; may be of a private network. */
  extraHosts?: string[];
}): AllowList {
  const registries = new Set<string>(Object.values(registryHosts).flat());
  const mirrors = new Set(mirrorsOf(access).map((url) => `${url.hostname}:${portOf(url)}`));
  for (const host of extraHosts) {
    const entry = host.toLowerCase();
    if (/:\d+$/.test(entry)) mirrors.add(entry);
    else for (const port of registryPorts) mirrors.add(`${entry}:${port}`);
  }
  return {
    isRegistry: (host, port) => registries.has(host) && registryPorts.includes(port),
    isMirror: (host, port) => mirrors.has(`${host}:${port}`),
  };
}
