/*
 * Process 1 of a sandbox container, running as the unprivileged user: it puts the server's files in place, runs what
 * the server asks for, ends every process that is left and reports.
 *
 * What it reports cannot be forged by the programs it runs, though they have the same user. They hold none of its
 * descriptors: its streams are closed to every child, and the child's own are pipes or a terminal made for it. They
 * cannot reach them through /proc, attach to the agent or write to its memory, since it is not dumpable. They cannot
 * signal it: the kernel shields process 1 from its own container. And the outcome of a run is only written when no
 * process of the program is alive.
 */
#include "runner.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static void ignore_child(pid_t pid, int status) {
  (void)pid;
  (void)status;
}

/* The server's streams go where no program looks for its own, and close by themselves where one begins. */
static int take_stream(int fd, int null) {
  int taken = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  dup2(null, fd);
  if (taken < 0) _exit(EXIT_ABANDONED);
  return taken;
}

static void use_all_descriptors(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

static void prepare(void) {
  spawn_prepare();
  prctl(PR_SET_DUMPABLE, 0);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  use_all_descriptors();
  loop_open();
  reaper_open(ignore_child);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) _exit(EXIT_ABANDONED);
  int input = take_stream(STDIN_FILENO, null), output = take_stream(STDOUT_FILENO, null);
  dup2(null, STDERR_FILENO);
  close(null);
  out_open(output);
  in_open(input, set_up_record);
  accounting_open();
}

int main(void) {
  prepare();
  copy_skeleton();
  while (!request.is_complete) loop_turn(-1);
  if (request.is_session) session_serve();
  return run_to_end();
}
