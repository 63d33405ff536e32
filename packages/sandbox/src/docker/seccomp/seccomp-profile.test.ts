import { expect, test } from '@jest/globals';
import { allowedCalls } from './allowed-calls.ts';
import { createSeccompProfile } from './seccomp-profile.ts';

/** Each of these has led out of a container, into another process, or gives work to code that nobody here needs. */
const refused = [
  'ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp',
  'io_uring_setup io_uring_enter io_uring_register userfaultfd personality memfd_secret',
  'keyctl add_key request_key bpf perf_event_open fanotify_init fanotify_mark lookup_dcookie',
  'mount umount umount2 move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr pivot_root chroot',
  'unshare setns open_by_handle_at name_to_handle_at kexec_load kexec_file_load init_module finit_module delete_module',
  'reboot swapon swapoff syslog acct quotactl settimeofday clock_settime adjtimex sethostname setdomainname',
  'iopl ioperm modify_ldt vm86 uselib nfsservctl socketcall ipc remap_file_pages move_pages mbind set_mempolicy',
].flatMap((line) => line.split(' '));

test('what leads out is not allowed, with whatever arguments', () => {
  const allowed = createSeccompProfile()
    .syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW')
    .flatMap(({ names }) => names);
  expect(refused.filter((name) => allowed.includes(name))).toEqual([]);
  expect(allowed.length).toBeGreaterThan(200);
});

test('every call is named once, and those with conditions have no other rule', () => {
  expect(allowedCalls.filter((name, index) => allowedCalls.indexOf(name) !== index)).toEqual([]);
  const conditional = createSeccompProfile()
    .syscalls.filter(({ args, action }) => args || action !== 'SCMP_ACT_ALLOW')
    .flatMap(({ names }) => names);
  expect(conditional).toEqual(expect.arrayContaining(['socket', 'socketpair', 'clone', 'clone3']));
  expect(conditional.filter((name) => allowedCalls.includes(name))).toEqual([]);
});

test.each([
  ['AF_UNIX', 1, true],
  ['AF_INET', 2, true],
  ['AF_INET6', 10, true],
  ['AF_NETLINK', 16, true],
  ['AF_PACKET', 17, false],
  ['AF_RXRPC', 33, false],
  ['AF_ALG', 38, false],
  ['AF_VSOCK', 40, false],
  ['AF_BLUETOOTH', 31, false],
  ['AF_TIPC', 30, false],
])('sockets of the family %s (%d): %p', (_name, family, isAllowed) => {
  const rules = createSeccompProfile().syscalls.filter(({ names }) => names.includes('socket'));
  const first = rules.map(({ args }) => args?.find(({ index }) => index === 0));
  expect(first.every((rule) => rule?.op === 'SCMP_CMP_EQ')).toBe(true);
  expect(first.some((rule) => rule?.value === family)).toBe(isAllowed);
});

test.each([
  'prlimit64',
  'sched_setaffinity',
  'sched_setscheduler',
  'sched_setattr',
  'setpriority',
  'ioprio_set',
])('%s reaches the caller alone', (name) => {
  const [rule, ...others] = createSeccompProfile().syscalls.filter(({ names }) => names.includes(name));
  expect(others).toEqual([]);
  // `setpriority` and `ioprio_set` say first what they speak of, then whom
  const whom = name === 'setpriority' || name === 'ioprio_set' ? 1 : 0;
  expect(rule?.args).toContainEqual({ index: whom, value: 0, op: 'SCMP_CMP_EQ' });
});
