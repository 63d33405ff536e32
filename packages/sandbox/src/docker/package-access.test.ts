import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildArguments, containerCaPath, installEnvironment, readPackageAccess } from './package-access.ts';

let root = '';
const places = () => ({ homeDirectory: path.join(root, 'home'), systemDirectory: path.join(root, 'etc') });

/** A container reaches nothing but what the agent in it passes on. */
const wayOut = {
  http_proxy: 'http://127.0.0.1:3128',
  https_proxy: 'http://127.0.0.1:3128',
  HTTP_PROXY: 'http://127.0.0.1:3128',
  HTTPS_PROXY: 'http://127.0.0.1:3128',
  no_proxy: 'localhost,127.0.0.1,::1',
  NO_PROXY: 'localhost,127.0.0.1,::1',
  NODE_USE_ENV_PROXY: '1',
};

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-access-'));
  await mkdir(path.join(root, 'home/.config/pip'), { recursive: true });
  await mkdir(path.join(root, 'etc/apt'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a plain machine has nothing to hand over', async () => {
  const access = await readPackageAccess({ environment: {}, ...places() });
  expect(buildArguments(access)).toEqual({});
  expect(installEnvironment(access)).toEqual(wayOut);
  expect(access.caBundle).toBeUndefined();
});

test('mirrors come from the files of pip, npm and apt', async () => {
  await writeFile(
    path.join(root, 'home/.config/pip/pip.conf'),
    '[global]\nindex-url = https://pip.test/simple\n',
  );
  await writeFile(path.join(root, 'home/.npmrc'), 'registry=https://me:secret@npm.test/\n');
  await writeFile(path.join(root, 'etc/os-release'), 'ID=debian\n');
  await writeFile(path.join(root, 'etc/apt/sources.list'), 'deb http://mirror.test/debian bookworm main\n');
  const access = await readPackageAccess({ environment: {}, ...places() });
  expect(installEnvironment(access)).toEqual({
    ...wayOut,
    NPM_CONFIG_REGISTRY: 'https://me:secret@npm.test/',
    PIP_INDEX_URL: 'https://pip.test/simple',
  });
  expect(buildArguments(access)).toEqual({
    APT_MIRROR: 'http://mirror.test/debian',
    NPM_REGISTRY: 'https://npm.test/',
  });
});

test('the environment wins over files, and proxies go into both cases', async () => {
  await writeFile(path.join(root, 'home/.npmrc'), 'registry=https://file.test/\n');
  const access = await readPackageAccess({
    environment: {
      npm_config_registry: 'https://env.test/',
      MAVEN_MIRROR: 'https://me:secret@maven.test/',
      HTTPS_PROXY: 'http://proxy.test:3128',
    },
    ...places(),
  });
  expect(buildArguments(access)).toEqual({
    NPM_REGISTRY: 'https://env.test/',
    MAVEN_REPOSITORY: 'https://maven.test/',
    https_proxy: 'http://proxy.test:3128',
    HTTPS_PROXY: 'http://proxy.test:3128',
  });
  expect(installEnvironment(access)).toMatchObject(wayOut);
});

test('mirrors of Go, Cargo and Maven come from where these tools look', async () => {
  await mkdir(path.join(root, 'home/.cargo'));
  await mkdir(path.join(root, 'home/.m2'));
  await writeFile(
    path.join(root, 'home/.cargo/config.toml'),
    '[source.crates-io]\nreplace-with = "near"\n\n[source.near]\nregistry = "sparse+https://cargo.test/index/"\n',
  );
  await writeFile(
    path.join(root, 'home/.m2/settings.xml'),
    '<settings><mirrors><mirror><id>near</id><url>https://maven.test/all</url></mirror></mirrors></settings>',
  );
  const access = await readPackageAccess({ environment: { GOPROXY: 'https://go.test|direct' }, ...places() });
  expect(installEnvironment(access)).toEqual({
    ...wayOut,
    GOPROXY: 'https://go.test|direct',
    CARGO_MIRROR: 'sparse+https://cargo.test/index/',
    MAVEN_MIRROR: 'https://maven.test/all',
  });
});

test('extra certificates join the usual ones', async () => {
  const extra = path.join(root, 'extra.pem');
  await writeFile(extra, '-----BEGIN CERTIFICATE-----\nextra\n-----END CERTIFICATE-----\n');
  const access = await readPackageAccess({ environment: { NODE_EXTRA_CA_CERTS: extra }, ...places() });
  expect(access.caBundle).toContain('\nextra\n');
  expect(access.caBundle?.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50);
  expect(installEnvironment(access)).toMatchObject({
    SSL_CERT_FILE: containerCaPath,
    PIP_CERT: containerCaPath,
    NODE_EXTRA_CA_CERTS: containerCaPath,
  });
});

test('a file that Sandsmith was told to use must be there; one found by chance need not', async () => {
  const missing = path.join(root, 'missing.pem');
  await expect(
    readPackageAccess({ environment: { EXTRA_CA_CERTS: missing }, ...places() }),
  ).rejects.toMatchObject({ code: 'sandbox.failed', message: expect.stringContaining(missing) });
  const access = await readPackageAccess({ environment: { SSL_CERT_FILE: missing }, ...places() });
  expect(access.caBundle).toBeUndefined();
});
