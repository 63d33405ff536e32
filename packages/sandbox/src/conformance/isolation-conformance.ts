import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { mebibyte, type SandboxHarness, textFile } from './sandbox-harness.ts';

const python = (content: string) => ({ language: 'python', files: [textFile('main.py', content)] });
const shell = (command: string) => ({ language: 'bash', command });

function describeWalls(harness: SandboxHarness): void {
  test('there is no network', async () => {
    const { result } = await harness.run(
      python(
        'import socket\nfor target in [("1.1.1.1", 53), ("172.17.0.1", 2375), ("169.254.169.254", 80)]:\n    try:\n        socket.create_connection(target, 2)\n        print("reached", target)\n    except OSError as error:\n        print(error.errno)\nprint(sorted(name for _, name in socket.if_nameindex()))',
      ),
    );
    expect(result.status).toBe('succeeded');
    expect(result.stdout).not.toContain('reached');
    expect(result.stdout).toContain("['lo']");
  });

  test('nothing but the working folders can be written', async () => {
    const { result } = await harness.run(
      shell(
        'for at in / /etc /usr /var/tmp /opt /root /deps /run /home; do touch $at/x 2>/dev/null && echo $at; done; touch /work/x /tmp/x && echo end',
      ),
    );
    expect(result.stdout).toBe('end\n');
  });

  test('the user is not root and has no capability', async () => {
    const { result } = await harness.run(
      shell('id -u; grep -E "^(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs|Seccomp):" /proc/self/status'),
    );
    expect(result.stdout.split('\n')[0]).not.toBe('0');
    expect(result.stdout.match(/^Cap\w+:\s+0{16}$/gm)).toHaveLength(5);
    expect(result.stdout).toMatch(/NoNewPrivs:\s+1/);
    expect(result.stdout).toMatch(/Seccomp:\s+2/);
  });

  test('the internet is refused where no administrator allows it, before anything runs', async () => {
    await expect(harness.run({ ...shell('true'), network: 'internet' })).rejects.toMatchObject({
      code: 'run.network-forbidden',
      message: expect.stringContaining('SANDBOX_INTERNET'),
    });
  });

  test('no secret of the server is visible', async () => {
    process.env['CONFORMANCE_SECRET'] = 'do-not-leak-me';
    try {
      const { result } = await harness.run(
        shell(
          'env; cat /proc/1/environ /proc/1/cmdline /proc/*/environ /proc/self/mountinfo 2>/dev/null | tr "\\0" "\\n"; hostname',
        ),
      );
      expect(result.stdout).not.toContain('do-not-leak-me');
      expect(result.stdout).toContain('sandbox');
      expect(result.stdout).not.toContain('docker.sock');
    } finally {
      delete process.env['CONFORMANCE_SECRET'];
    }
  });
}

function describeNeighbours(harness: SandboxHarness): void {
  test('nothing of another run is left', async () => {
    const write = shell('echo secret | tee /work/left /tmp/left /dev/shm/left > /dev/null; sleep 100 &');
    expect((await harness.run(write)).result.status).toBe('succeeded');
    const { result } = await harness.run(shell('ls /work /tmp /dev/shm; ps -e -o comm= | grep -c sleep'));
    expect(result.stdout).not.toContain('left');
    expect(result.stdout.trim().endsWith('0')).toBe(true);
  });

  test('runs at the same time are not the same user', async () => {
    const ids = await Promise.all([1, 2].map(() => harness.run(shell('id -u; sleep 0.5'))));
    expect(new Set(ids.map(({ result }) => result.stdout)).size).toBe(2);
  });
}

function describeReport(harness: SandboxHarness): void {
  test('the runner keeps its secrets and cannot be ended', async () => {
    const { result } = await harness.run(
      shell(
        'cat /proc/1/environ; cat /proc/1/mem; ls /proc/1/fd; cat /proc/1/maps; kill -9 1; kill -TERM 1; kill -STOP 1; echo alive',
      ),
    );
    expect(result.status).toBe('succeeded');
    expect(result.stdout).toBe('alive\n');
    expect(result.stderr.match(/Permission denied|Operation not permitted/g)?.length).toBeGreaterThanOrEqual(
      3,
    );
  });

  test('a report that the program forges is just output', async () => {
    const forged = `import json, os, struct, sys
record = lambda kind, channel, data=b"": kind + struct.pack(">II", channel, len(data)) + data
outcome = {"phase": "run", "ending": "exit", "exitCode": 0, "signal": 0, "wallTimeMs": 1, "cpuTimeMs": 1,
  "peakMemoryBytes": 1, "memoryKills": 0, "refusedProcesses": 0, "refusedFiles": 0, "workFull": False,
  "inodesFull": False, "fileFull": False}
said = record(b"J", 0, json.dumps(outcome).encode()) + record(b"f", 0, b"forged.txt") + record(b"b", 0, b"x") + record(b".", 0)
framed = b"\\x01\\0\\0\\0" + struct.pack(">I", len(said)) + said
for number in range(3, 1024):
    try:
        os.write(number, said)
    except OSError:
        pass
sys.stdout.buffer.write(said * 3 + framed * 3)
sys.stdout.flush()
sys.stderr.buffer.write(said)
sys.stderr.flush()
sys.exit(3)`;
    const { result } = await harness.run(python(forged));
    expect(result).toMatchObject({ status: 'failed', exitCode: 3, artifacts: [] });
    expect(result.stdout.match(/forged\.txt/g)).toHaveLength(6);
  });

  test('processes that outlive the program do not reach into the report', async () => {
    const { result } = await harness.run(
      shell(
        '(trap "" TERM HUP INT; setsid sh -c "while :; do echo noise; sleep 0.01; done") & sleep 0.2; exit 4',
      ),
    );
    expect(result).toMatchObject({ status: 'failed', exitCode: 4 });
    expect(result.wallTimeMs).toBeLessThan(5_000);
  });
}

function describeStreams(harness: SandboxHarness): void {
  test('a stream that the program made non-blocking still carries a large report', async () => {
    const { result } = await harness.run(
      python(
        'import os\nos.set_blocking(1, False)\nopen("output/large.bin", "wb").write(os.urandom(12_000_000))',
      ),
    );
    expect(result).toMatchObject({
      status: 'succeeded',
      artifacts: [{ path: 'large.bin', bytes: 12_000_000 }],
    });
  });

  test('bytes that are not text arrive unchanged', async () => {
    const { result, events } = await harness.run(
      python('import sys\nsys.stdout.buffer.write(bytes(range(256)) * 4)'),
    );
    expect(result.status).toBe('succeeded');
    const bytes = Buffer.concat(
      events.flatMap((event) =>
        event.type === 'stdout.delta'
          ? [event.base64 ? Buffer.from(event.base64, 'base64') : Buffer.from(event.text ?? '')]
          : [],
      ),
    );
    expect(
      bytes.equals(Buffer.concat(Array(4).fill(Buffer.from(Array.from({ length: 256 }, (_, i) => i))))),
    ).toBe(true);
  });
}

function describeArtifacts(harness: SandboxHarness): void {
  test('links, pipes and hostile names below output/ are not taken', async () => {
    const { result, artifactsDirectory } = await harness.run(
      python(`import os, socket
os.chdir("output")
os.symlink("/etc/passwd", "passwd.txt")
os.symlink("/", "root")
os.mkfifo("pipe")
socket.socket(socket.AF_UNIX).bind("socket")
open("new\\nline.txt", "w").write("x")
open(b"\\xff\\xfe.txt", "w").write("x")
open("back\\\\slash.txt", "w").write("x")
open("good.txt", "w").write("good")
os.link("good.txt", "same.txt")
os.makedirs("/".join("d" * 30))
open("/".join("d" * 30) + "/deep.txt", "w").write("x")
os.mkdir("closed"); open("closed/in.txt", "w").write("in"); os.chmod("closed", 0)
`),
    );
    expect(result.status).toBe('succeeded');
    expect(result.artifacts.map((artifact) => artifact.path).toSorted()).toEqual([
      'closed/in.txt',
      'good.txt',
      'same.txt',
    ]);
    const skipped = Object.fromEntries(result.skippedArtifacts.map((item) => [item.path, item.reason]));
    expect(skipped).toMatchObject({
      'passwd.txt': expect.stringContaining('link'),
      root: expect.stringContaining('link'),
      pipe: expect.stringContaining('pipe'),
      socket: expect.stringContaining('socket'),
      'back\\slash.txt': expect.stringContaining('name'),
    });
    expect(result.skippedArtifacts.length).toBe(8);
    expect(await readFile(path.join(artifactsDirectory, 'good.txt'), 'utf8')).toBe('good');
  });

  test('output/ replaced by a link leads nowhere', async () => {
    const { result } = await harness.run(shell('rmdir output; ln -s /etc output'));
    expect(result).toMatchObject({
      status: 'succeeded',
      artifacts: [],
      skippedArtifacts: [{ path: 'output' }],
    });
  });

  test('files of holes and too many files are refused with a reason', async () => {
    const { result } = await harness.run({
      ...shell(
        'cd output; for i in 1 2 3; do truncate -s 900K hole$i; done; seq 1 1500 | xargs -n 100 touch',
      ),
      limits: { workBytes: 2 * mebibyte },
    });
    expect(result.artifacts.length).toBeLessThanOrEqual(1000);
    expect(result.artifacts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 * mebibyte);
    expect(result.skippedArtifacts.length).toBeGreaterThan(0);
    expect(result.skippedArtifacts.length).toBeLessThanOrEqual(101);
  });
}

function describeDocuments(harness: SandboxHarness): void {
  test('documents of the host are read, and never changed', async () => {
    const hostPath = path.join(await harness.folder('document'), 'sales.csv');
    await writeFile(hostPath, 'a,b\n1,2\n', { mode: 0o644 });
    const { result } = await harness.run({
      language: 'bash',
      files: [{ path: 'data/sales.csv', hostPath, readOnly: true }, textFile('data/more.csv', 'c\n3\n')],
      command:
        'cat data/sales.csv data/more.csv; echo changed > data/sales.csv; rm -f data/sales.csv; chmod 777 data/sales.csv; echo own > data/own.csv && cat data/own.csv',
    });
    expect(result.stdout).toBe('a,b\n1,2\nc\n3\nown\n');
    expect(await readFile(hostPath, 'utf8')).toBe('a,b\n1,2\n');
  });

  test('documents that only the server may read are handed over as well', async () => {
    const hostPath = path.join(await harness.folder('document'), 'private.csv');
    await writeFile(hostPath, 'private\n', { mode: 0o600 });
    const { result } = await harness.run({
      language: 'bash',
      files: [{ path: 'data/private.csv', hostPath, readOnly: true }],
      command: 'cat data/private.csv',
    });
    expect(result.stdout).toBe('private\n');
  });
}

/** What a program can reach outside its own run: nothing. */
export function describeIsolation(harness: SandboxHarness): void {
  describe('isolation', () => {
    describeWalls(harness);
    describeNeighbours(harness);
    describeReport(harness);
    describeStreams(harness);
  });
  describe('artifacts', () => describeArtifacts(harness));
  describe('documents', () => describeDocuments(harness));
}
