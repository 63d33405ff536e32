import { describe, expect, test } from '@jest/globals';
import { mebibyte, type SandboxHarness, textFile } from './sandbox-harness.ts';

const python = (content: string) => ({ language: 'python', files: [textFile('main.py', content)] });
const shell = (command: string) => ({ language: 'bash', command });

function describeTime(harness: SandboxHarness): void {
  test('wall time ends a program that waits, and its children', async () => {
    const startedMs = Date.now();
    const { result } = await harness.run({
      ...shell('echo before; mkdir -p output; echo kept > output/kept.txt; sleep 60 & sleep 60'),
      limits: { wallTimeMs: 1_000 },
    });
    expect(result).toMatchObject({
      status: 'timed-out',
      limit: 'wallTimeMs',
      exitCode: null,
      signal: 'SIGKILL',
    });
    expect(result.stdout).toBe('before\n');
    expect(result.artifacts).toMatchObject([{ path: 'kept.txt' }]);
    expect(Date.now() - startedMs).toBeLessThan(6_000);
  });

  test('processor time ends a program that computes in many processes', async () => {
    const { result } = await harness.run({
      ...shell('for i in 1 2 3; do (while :; do :; done) & done; wait'),
      limits: { cpuTimeMs: 700, wallTimeMs: 15_000 },
    });
    expect(result).toMatchObject({ status: 'timed-out', limit: 'cpuTimeMs' });
    expect(result.cpuTimeMs).toBeGreaterThanOrEqual(600);
  });
}

function describeMemory(harness: SandboxHarness): void {
  test('memory', async () => {
    const { result } = await harness.run({
      ...python('print("start", flush=True)\nblocks = [bytearray(b"x" * 10**7) for _ in range(100)]'),
      limits: { memoryBytes: 64 * mebibyte },
    });
    expect(result).toMatchObject({ status: 'out-of-memory', limit: 'memoryBytes', stdout: 'start\n' });
  });

  test('memory of a child whose parent lives on', async () => {
    const { result } = await harness.run({
      ...python(
        'import subprocess, sys\nchild = subprocess.run([sys.executable, "-c", "bytearray(b\'x\' * 10**9)"])\nprint("child", child.returncode)',
      ),
      limits: { memoryBytes: 64 * mebibyte },
    });
    expect(result).toMatchObject({ status: 'out-of-memory', stdout: 'child -9\n' });
  });

  test('memory filled through files', async () => {
    const { result } = await harness.run({
      ...shell('head -c 200M /dev/zero > /tmp/fill; echo end'),
      limits: { memoryBytes: 48 * mebibyte, workBytes: 512 * mebibyte },
    });
    expect(result.status).toBe('out-of-memory');
  });
}

function describeProcesses(harness: SandboxHarness): void {
  test('a fork bomb ends with the run', async () => {
    const { result } = await harness.run({
      ...shell('bomb() { bomb | bomb & }; bomb; sleep 30'),
      limits: { pids: 32, wallTimeMs: 2_000 },
    });
    expect(['timed-out', 'failed', 'succeeded']).toContain(result.status);
    expect(result.stderr).toMatch(/Resource temporarily unavailable|Cannot fork|fork/);
  });

  test('one process where only one is allowed', async () => {
    const { result } = await harness.run({ ...shell('/bin/true && echo forked'), limits: { pids: 1 } });
    expect(result).toMatchObject({ status: 'failed', limit: 'pids', stdout: '' });
  });
}

function describeOutput(harness: SandboxHarness): void {
  test('output, of both streams together', async () => {
    const { result, events } = await harness.run({ ...shell('yes'), limits: { outputBytes: 64 * 1024 } });
    expect(result).toMatchObject({ status: 'output-limit', limit: 'outputBytes' });
    expect(result.truncated).toEqual({ stdout: true, stderr: false });
    expect(result.stdout).toHaveLength(64 * 1024);
    expect(result.peakMemoryBytes).toBeGreaterThan(0);
    expect(result.wallTimeMs).toBeGreaterThan(0);
    expect(events.filter(({ type }) => type === 'run.finished')).toHaveLength(1);
  });

  test('output that fits exactly is not cut', async () => {
    const { result } = await harness.run({
      ...shell('head -c 65536 /dev/zero | tr "\\0" x'),
      limits: { outputBytes: 64 * 1024 },
    });
    expect(result).toMatchObject({ status: 'succeeded', truncated: { stdout: false, stderr: false } });
    expect(result.stdout).toHaveLength(65_536);
  });
}

function describeWorkingFolder(harness: SandboxHarness): void {
  test('the working folder', async () => {
    const { result } = await harness.run({
      ...shell('head -c 20M /dev/zero > big'),
      limits: { workBytes: 4 * mebibyte },
    });
    expect(result).toMatchObject({ status: 'failed', limit: 'workBytes' });
    expect(result.stderr).toMatch(/No space left/);
    expect(result.limits).toMatchObject({ workBytes: 4 * mebibyte, pids: 128 });
  });

  test('the files in the working folder', async () => {
    const { result } = await harness.run({
      ...shell('i=0; while [ $i -lt 500 ]; do : > file$i || exit 1; i=$((i + 1)); done'),
      limits: { workInodes: 100 },
    });
    expect(result).toMatchObject({ status: 'failed', limit: 'workInodes' });
  });

  test('artifacts: how many, how large together, how deep', async () => {
    const { result } = await harness.run({
      ...shell(
        'cd output; for i in 1 2 3 4; do echo $i > $i.txt; done; mkdir -p a/b/c; echo x > a/b/c/deep.txt; head -c 5000 /dev/zero > large.bin',
      ),
      limits: { artifactFiles: 3, artifactBytes: 4_000, artifactDepth: 2 },
    });
    expect(result.status).toBe('succeeded');
    expect(result.artifacts).toHaveLength(3);
    const skipped = result.skippedArtifacts.map(({ path }) => path);
    expect(skipped).toEqual(expect.arrayContaining(['large.bin']));
    expect(result.artifacts.every(({ path }) => !path.includes('deep'))).toBe(true);
  });

  test('files that do not fit into the working folder', async () => {
    const { result } = await harness.run({
      language: 'bash',
      files: [{ path: 'main.sh', content: Buffer.alloc(3 * mebibyte, '#') }],
      limits: { workBytes: mebibyte },
    });
    expect(result).toMatchObject({ status: 'failed', limit: 'workBytes' });
  });
}

function describeFiles(harness: SandboxHarness): void {
  test('one file', async () => {
    const { result } = await harness.run({
      ...shell('exec head -c 3M /dev/zero > big'),
      limits: { fileBytes: mebibyte },
    });
    expect(result).toMatchObject({ status: 'failed', limit: 'fileBytes', signal: 'SIGXFSZ' });
  });

  test('one file, of a program that ignores the signal', async () => {
    const { result } = await harness.run({
      ...python('open("output/big", "wb").write(bytes(3 * 2**20))'),
      limits: { fileBytes: mebibyte },
    });
    expect(result).toMatchObject({ status: 'failed', limit: 'fileBytes', exitCode: 1 });
  });

  test('one file that is no artifact', async () => {
    const { result } = await harness.run({
      ...python('open("big", "wb").write(bytes(3 * 2**20))'),
      limits: { fileBytes: mebibyte },
    });
    expect(result).toMatchObject({ status: 'failed', limit: 'fileBytes', exitCode: 1 });
  });

  test('open files of a process that is not the first and says nothing', async () => {
    const { result } = await harness.run({
      ...python(`import os, time
if os.fork() == 0:
    try:
        held = []
        while True: held.append(open("/dev/null"))
    except OSError:
        time.sleep(1)
        os._exit(1)
os.wait()
raise SystemExit(1)`),
      limits: { openFiles: 64 },
    });
    expect(result).toMatchObject({ status: 'failed', limit: 'openFiles', exitCode: 1, stderr: '' });
  });

  test('open files', async () => {
    const { result } = await harness.run({
      ...python('held = [open("/dev/null") for _ in range(100)]'),
      limits: { openFiles: 32 },
    });
    expect(result).toMatchObject({ status: 'failed', limit: 'openFiles', limits: { openFiles: 32 } });
    expect(result.stderr).toMatch(/Too many open files/);
  });

  test('no core dump, and a crash names its signal', async () => {
    const { result } = await harness.run(shell('ulimit -c; exec sh -c "kill -SEGV \\$\\$"'));
    expect(result).toMatchObject({ status: 'failed', exitCode: null, signal: 'SIGSEGV', stdout: '0\n' });
  });
}

/** What a program may use, and what becomes of one that takes more. */
export function describeLimits(harness: SandboxHarness): void {
  describe('limits', () => {
    describeTime(harness);
    describeMemory(harness);
    describeProcesses(harness);
    describeOutput(harness);
    describeWorkingFolder(harness);
    describeFiles(harness);
  });
}
