/**
 * The system calls that programs of the languages here need, by purpose. What is not named is refused. A name that the
 * machine's library does not know is skipped by the engine.
 */
const files = [
  'access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64',
  'fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync flock fstat fstatfs fsync ftruncate',
  'getcwd getdents getdents64 ioctl lchown link linkat lseek lstat mkdir mkdirat mknod mknodat newfstatat open',
  'openat openat2 pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv rename',
  'renameat renameat2 rmdir sendfile splice stat statfs statx symlink symlinkat sync sync_file_range syncfs tee',
  'truncate umask unlink unlinkat utime utimensat utimes futimesat vmsplice write writev cachestat',
];

const attributes = [
  'fgetxattr flistxattr fremovexattr fsetxattr getxattr getxattrat lgetxattr listxattr listxattrat llistxattr',
  'lremovexattr lsetxattr removexattr removexattrat setxattr setxattrat',
];

const memory = [
  'brk madvise map_shadow_stack membarrier memfd_create mincore mlock mlock2 mlockall mmap mprotect mremap mseal msync',
  'munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect',
];

const processes = [
  'alarm arch_prctl capget capset execve execveat exit exit_group fork get_robust_list get_thread_area getcpu getegid',
  'geteuid getgid getgroups getitimer getpgid getpgrp getpid getppid getpriority getresgid getresuid getrlimit',
  'getrusage getsid gettid getuid ioprio_get kill pause pidfd_open pidfd_send_signal prctl',
  'restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend',
  'rt_sigtimedwait rt_tgsigqueueinfo set_robust_list set_thread_area set_tid_address setitimer setpgid',
  'setrlimit setsid sigaltstack tgkill times tkill vfork wait4 waitid',
];

/** Programs give up rights with these; without capabilities none can gain any. */
const identity = ['setfsgid setfsuid setgid setgroups setregid setresgid setresuid setreuid setuid'];

/** Sandboxes of programs' own, which only take more away. */
const confinement = ['landlock_add_rule landlock_create_ruleset landlock_restrict_self seccomp'];

const scheduling = [
  'sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler',
  'sched_rr_get_interval sched_yield',
];

const waiting = [
  'epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 futex futex_requeue',
  'futex_wait futex_waitv futex_wake inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy',
  'io_getevents io_pgetevents io_setup io_submit poll ppoll pselect6 select signalfd signalfd4',
];

const time = [
  'clock_getres clock_gettime clock_nanosleep gettimeofday nanosleep time timer_create timer_delete timer_getoverrun',
  'timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime',
];

const betweenProcesses = [
  'mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd pipe pipe2',
  'semctl semget semop semtimedop shmat shmctl shmdt shmget',
];

/** `socket` and `socketpair` are allowed for some families alone: see the profile. */
const sockets = [
  'accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendmmsg sendmsg',
  'sendto setsockopt shutdown',
];

const system = ['getrandom sysinfo uname'];

export const allowedCalls: readonly string[] = [
  files,
  attributes,
  memory,
  processes,
  identity,
  confinement,
  scheduling,
  waiting,
  time,
  betweenProcesses,
  sockets,
  system,
].flatMap((group) => group.flatMap((line) => line.split(' ')));
