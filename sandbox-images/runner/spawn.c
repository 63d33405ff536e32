/* Turns a child of the agent into a program: its own session, its limits, none of the agent's descriptors. */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

static int memory_killer_file = -1;

/* Opened while this still is allowed: a process that is not dumpable owns none of its files in /proc. */
void spawn_prepare(void) { memory_killer_file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); }

/* A child inherits the score. Under memory pressure the kernel shall end programs, never the agent. */
static void set_memory_killer(const char *score) {
  if (memory_killer_file < 0) return;
  if (pwrite(memory_killer_file, score, strlen(score), 0) < 0) { /* the order of victims is then the kernel's own */
  }
}

static void limit(int resource, int64_t value) {
  if (value <= 0) return;
  struct rlimit limits = {.rlim_cur = (rlim_t)value, .rlim_max = (rlim_t)value};
  setrlimit(resource, &limits);
}

__attribute__((noreturn, noinline)) static void become(const struct program *program) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  setsid();
  dup2(program->input, STDIN_FILENO);
  dup2(program->output, STDOUT_FILENO);
  dup2(program->errors, STDERR_FILENO);
  if (program->has_terminal) ioctl(STDIN_FILENO, TIOCSCTTY, 0);
  close_range(3, ~0U, 0);
  limit(RLIMIT_NOFILE, request.open_files);
  limit(RLIMIT_FSIZE, request.file_bytes);
  const struct rlimit no_core = {0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (chdir(WORK_FOLDER) == 0) execvpe(program->arguments[0], program->arguments, program->environment);
  int error = errno;
  dprintf(STDERR_FILENO, "%s: %s\n", program->arguments[0], strerror(error));
  _exit(error == ENOENT ? 127 : 126);
}

/* Sharing memory until the program has begun is the quickest way, but waits for it: not where another program could
 * stop the child in between. */
__attribute__((noinline)) static pid_t divide(const struct program *program) {
  pid_t child = program->has_siblings ? fork() : vfork();
  if (child == 0) become(program);
  return child;
}

static const char *search_path(char *const *environment) {
  for (; *environment; environment += 1) {
    if (strncmp(*environment, "PATH=", 5) == 0) return *environment + 5;
  }
  return NULL;
}

pid_t spawn(const struct program *program) {
  /* Where the name of a program is looked up follows the agent's own variable. */
  const char *path = search_path(program->environment);
  if (path) setenv("PATH", path, 1);
  set_memory_killer("1000");
  pid_t child = divide(program);
  int error = errno;
  set_memory_killer("0");
  errno = error;
  return child;
}

static void do_not_block(int file) { fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK); }

bool open_pipe_from(int *ours, int *theirs) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  *ours = ends[0];
  *theirs = ends[1];
  do_not_block(*ours);
  return true;
}

bool open_pipe_to(int *ours, int *theirs) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  *ours = ends[1];
  *theirs = ends[0];
  do_not_block(*ours);
  return true;
}

void resize_terminal(int terminal, int columns, int rows) {
  struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
  ioctl(terminal, TIOCSWINSZ, &size);
}

bool open_terminal(int *ours, int *theirs, int columns, int rows) {
  int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  int unlocked = 0, number = 0;
  if (master < 0) return false;
  int slave = -1;
  if (ioctl(master, TIOCSPTLCK, &unlocked) == 0 && ioctl(master, TIOCGPTN, &number) == 0) {
    char path[32];
    snprintf(path, sizeof path, "/dev/pts/%d", number);
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
  }
  if (slave < 0) {
    close(master);
    return false;
  }
  resize_terminal(master, columns, rows);
  *ours = master;
  *theirs = slave;
  return true;
}
