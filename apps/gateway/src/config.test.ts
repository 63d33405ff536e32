import { describe, expect, test } from '@jest/globals';
import { readConfig } from './config.ts';

describe('config', () => {
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
    ];
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}));
  });

  test('tells all faults at once, each with what it must be', () => {
    const environment = {
      PORT: '70000',
      REGISTRATION: 'yes',
      SECRET_KEY: 'abc',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
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
