import { allowedCalls } from './allowed-calls.ts';

/** What an argument of a call has to be. `mask`: only these bits of it are compared. */
interface ArgumentRule {
  index: number;
  value: number;
  mask?: number;
}

/** The engine's form of a rule; see docs/decisions/0008-system-calls.md for what stands in it and why. */
interface CallRule {
  names: readonly string[];
  action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  errnoRet?: number;
  args?: { index: number; value: number; valueTwo?: number; op: 'SCMP_CMP_EQ' | 'SCMP_CMP_MASKED_EQ' }[];
}

export interface SeccompProfile {
  defaultAction: 'SCMP_ACT_ERRNO';
  defaultErrnoRet: number;
  archMap: { architecture: string; subArchitectures: string[] }[];
  syscalls: CallRule[];
}

const notPermitted = 1;
const noSuchCall = 38;

const families = { unix: 1, inet: 2, inet6: 10, netlink: 16 };
/** Stream and datagram; flags such as "close on exec" stand above these bits. */
const socketKinds = [1, 2];
const socketKindMask = 0xf;
/** The family's default, TCP and UDP: others would make the kernel load modules that nobody here needs. */
const protocols = [0, 6, 17];
/** The flags of `clone` that make namespaces, in which a program would have more rights. */
const namespaceFlags = 0x7e020000;

function allow(names: readonly string[], ...rules: ArgumentRule[]): CallRule {
  const args = rules.map(({ index, value, mask }) =>
    mask === undefined
      ? { index, value, op: 'SCMP_CMP_EQ' as const }
      : { index, value: mask, valueTwo: value, op: 'SCMP_CMP_MASKED_EQ' as const },
  );
  return { names, action: 'SCMP_ACT_ALLOW', ...(args.length > 0 && { args }) };
}

function socketRules(): CallRule[] {
  const family = (value: number) => ({ index: 0, value });
  const protocol = (value: number) => ({ index: 2, value });
  const internet = [families.inet, families.inet6].flatMap((value) =>
    socketKinds.flatMap((kind) =>
      protocols.map((number) =>
        allow(['socket'], family(value), { index: 1, value: kind, mask: socketKindMask }, protocol(number)),
      ),
    ),
  );
  return [
    allow(['socket', 'socketpair'], family(families.unix)),
    ...internet,
    // how programs learn the names and addresses of network devices
    allow(['socket'], family(families.netlink), protocol(0)),
  ];
}

/**
 * Limits and priorities of the caller alone (0). Process 1 has the same user, which is all that the kernel asks for: a
 * program could take the agent's files and its processor time, and so end it or outlive its own deadline.
 */
function ownResourcesRules(): CallRule[] {
  const oneself = { index: 0, value: 0 };
  const ioprioProcess = 1;
  return [
    allow(
      ['prlimit64', 'sched_setaffinity', 'sched_setattr', 'sched_setparam', 'sched_setscheduler'],
      oneself,
    ),
    allow(['setpriority'], oneself, { index: 1, value: 0 }),
    allow(['ioprio_set'], { index: 0, value: ioprioProcess }, { index: 1, value: 0 }),
  ];
}

/** Everything that is not needed is refused: the calls of no language, and those that need a capability. */
export function createSeccompProfile(): SeccompProfile {
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: notPermitted,
    // the native calls alone: in the 32-bit form the family of a socket cannot be seen
    archMap: [
      { architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] },
      { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: [] },
    ],
    syscalls: [
      allow(allowedCalls),
      ...socketRules(),
      ...ownResourcesRules(),
      allow(['clone'], { index: 0, value: 0, mask: namespaceFlags }),
      // its flags are in memory that a filter cannot see: libraries then use clone
      { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: noSuchCall },
    ],
  };
}

/** The option that gives a container this profile. */
export const seccompOption = `seccomp=${JSON.stringify(createSeccompProfile())}`;
