import { describe, expect, test } from '@jest/globals';
import { readConfig } from './config.ts';

describe('without settings', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      administrator: { email: 'admin@sandsmith.local', password: undefined },
      isRegistrationOpen: false,
      uploadMaxBytes: 1024 ** 3,
      hasSampleProject: true,
      isResponseChecked: false,
      models: {},
      isInternetAllowed: false,
      maxLimits: {},
      sessions: { idleTimeoutMs: 1_800_000, maxLifetimeMs: 43_200_000, perUser: 3, total: 32 },
      previewHost: 'preview.localhost',
    });
  });

  test('takes an empty variable for an absent one', () => {
    const names = [
      'PORT',
      'DATABASE_URL',
      'REDIS_URL',
      'ADMIN_EMAIL',
      'ADMIN_PASSWORD',
      'REGISTRATION',
      'SECRET_KEY',
      'OPENAI_API_KEY',
      'SANDBOX_MAX_LIMITS',
      'SANDBOX_PACKAGE_HOSTS',
      'PREVIEW_HOST',
      'SESSION_IDLE_MINUTES',
    ];
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}));
  });
});

describe('with settings', () => {
  test('tells all faults at once, each with what it must be', () => {
    const environment = {
      PORT: '70000',
      REGISTRATION: 'yes',
      SECRET_KEY: 'abc',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      SANDBOX_MAX_LIMITS: '{"wallTime":1}',
      PREVIEW_HOST: 'http://x',
      SANDBOX_PACKAGE_HOSTS: 'https://x/',
    };
    expect.assertions(Object.keys(environment).length);
    try {
      readConfig(environment);
    } catch (error) {
      for (const name of Object.keys(environment))
        expect(String(error)).toMatch(new RegExp(`${name} must be `));
    }
  });

  test('reads what is given', () => {
    const key = Buffer.alloc(32, 9);
    const config = readConfig({
      PORT: '0',
      SECRET_KEY: key.toString('base64'),
      OLLAMA_BASE_URL: 'http://host:11434',
      NODE_ENV: 'test',
    });
    expect(config).toMatchObject({
      port: 0,
      models: { ollama: { baseUrl: 'http://host:11434' } },
      isResponseChecked: true,
    });
    expect(config.secretKey?.equals(key)).toBe(true);
  });
});

test('takes the largest limits as JSON, and a host for previews that is not the product’s own', () => {
  const maxLimits = { wallTimeMs: 60_000, memoryBytes: 512 * 1024 ** 2 };
  const { docker } = readConfig({ SANDBOX_PACKAGE_HOSTS: 'NPM.example.org, 10.0.0.5:4873' });
  expect(docker.packageHosts).toEqual(['npm.example.org', '10.0.0.5:4873']);
  expect(readConfig({ SANDBOX_MAX_LIMITS: JSON.stringify(maxLimits) })).toMatchObject({ maxLimits });
  const publicUrl = 'https://apps.example.org';
  expect(readConfig({ PUBLIC_URL: publicUrl, PREVIEW_HOST: 'Preview.apps.example.org' })).toMatchObject({
    previewHost: 'preview.apps.example.org',
  });
  for (const PREVIEW_HOST of ['apps.example.org', 'example.org'])
    expect(() => readConfig({ PUBLIC_URL: publicUrl, PREVIEW_HOST })).toThrow(
      'PREVIEW_HOST must be another name',
    );
});
