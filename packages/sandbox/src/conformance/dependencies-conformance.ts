import { describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { mebibyte, type SandboxHarness, textFile } from './sandbox-harness.ts';

const installLimits = { wallTimeMs: 180_000, cpuTimeMs: 180_000, memoryBytes: 1024 * mebibyte };

function describePip(harness: SandboxHarness): void {
  test('pip installs, and a later run uses it offline', async () => {
    const key = newId();
    try {
      const install = await harness.run({
        language: 'python',
        command: 'pip install --quiet humanize==4.9.0',
        network: 'packages',
        dependencies: { key, access: 'write' },
        limits: installLimits,
      });
      expect(install.result).toMatchObject({ status: 'succeeded', exitCode: 0 });
      const { result } = await harness.run({
        language: 'python',
        files: [
          textFile(
            'main.py',
            'import humanize\nprint(humanize.intcomma(1234567))\nopen("/deps/python/x", "w")',
          ),
        ],
        dependencies: { key, access: 'read' },
      });
      expect(result.stdout).toBe('1,234,567\n');
      expect(result.stderr).toContain('Read-only file system');
    } finally {
      await harness.subject().sandbox.removeDependencies(key);
    }
  });
}

function describeNpm(harness: SandboxHarness): void {
  test('npm installs, and later runs use it offline', async () => {
    const key = newId();
    try {
      const install = await harness.run({
        language: 'javascript',
        command: 'npm install is-odd@3.0.1',
        network: 'packages',
        dependencies: { key, access: 'write' },
        limits: installLimits,
      });
      expect(install.result).toMatchObject({ status: 'succeeded', exitCode: 0 });
      const programs = [
        { path: 'main.cjs', content: 'console.log(require("is-odd")(3))' },
        { path: 'main.mjs', content: 'import isOdd from "is-odd";\nconsole.log(isOdd(3));' },
      ];
      for (const program of programs) {
        const { result } = await harness.run({
          language: 'javascript',
          files: [textFile(program.path, program.content)],
          dependencies: { key, access: 'read' },
        });
        expect(result).toMatchObject({ status: 'succeeded', stdout: 'true\n' });
      }
    } finally {
      await harness.subject().sandbox.removeDependencies(key);
    }
  });
}

function describeStores(harness: SandboxHarness): void {
  test('stores are apart from each other, and gone when removed', async () => {
    const key = newId();
    const write = { key, access: 'write' as const };
    await harness.run({ language: 'bash', command: 'echo mine > /deps/mine', dependencies: write });
    const list = { language: 'bash', command: 'ls /deps' };
    const own = await harness.run({ ...list, dependencies: { key, access: 'read' } });
    expect(own.result.stdout).toBe('mine\n');
    const otherKey = newId();
    const other = await harness.run({ ...list, dependencies: { key: otherKey, access: 'read' } });
    expect(other.result.stdout).toBe('');
    const { sandbox } = harness.subject();
    await sandbox.removeDependencies(key);
    await sandbox.removeDependencies(otherKey);
    const again = await harness.run({ ...list, dependencies: { key, access: 'read' } });
    expect(again.result.stdout).toBe('');
    await sandbox.removeDependencies(key);
    await sandbox.removeDependencies(key);
  });
}

/** Packages installed by one run are there for later ones, which have no network and cannot change them. */
export function describeDependencies(harness: SandboxHarness): void {
  describe('dependencies', () => {
    describePip(harness);
    describeNpm(harness);
    describeStores(harness);
  });
}
