/* Runs one command in a session of its own, watches its time, and leaves no process behind. */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How often the processor time is looked at. */
#define WATCH_MS 50

int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void limit(int resource, int64_t value) {
  struct rlimit limits = {.rlim_cur = (rlim_t)value, .rlim_max = (rlim_t)value};
  setrlimit(resource, &limits);
}

/* Under memory pressure the kernel shall end the program before it ends this process. */
static void offer_to_memory_killer(void) {
  int file = open("/proc/self/oom_score_adj", O_WRONLY);
  if (file < 0) return;
  if (write(file, "1000", 4) < 0) { /* the order of victims is then the kernel's own */
  }
  close(file);
}

static const char *variable(const struct text_list *environment, const char *name) {
  size_t length = strlen(name);
  for (size_t index = 0; index < environment->count; index += 1) {
    const char *item = environment->items[index];
    if (strncmp(item, name, length) == 0 && item[length] == '=') return item + length + 1;
  }
  return NULL;
}

static void become_program(const struct request *request, const struct text_list *command) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  setsid();
  offer_to_memory_killer();
  if (request->stdin_file >= 0) {
    lseek(request->stdin_file, 0, SEEK_SET);
    dup2(request->stdin_file, STDIN_FILENO);
  }
  close_range(3, ~0U, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, request->open_files);
  limit(RLIMIT_FSIZE, request->file_bytes);
  if (chdir(WORK_FOLDER) != 0) _exit(126);
  const char *path = variable(&request->environment, "PATH");
  if (path) setenv("PATH", path, 1);
  execvpe(command->items[0], command->items, request->environment.items);
  fprintf(stderr, "%s: %s\n", command->items[0], strerror(errno));
  _exit(errno == ENOENT ? 127 : 126);
}

/* Ends whatever is still alive: as process 1, -1 reaches every other process of the container. */
static void end_everything(void) {
  for (;;) {
    kill(-1, SIGKILL);
    pid_t ended = waitpid(-1, NULL, 0);
    if (ended < 0 && errno == ECHILD) return;
  }
}

/* Takes every process that has ended; true once the command itself has. */
static bool take_ended(pid_t program, int *status) {
  bool program_ended = false;
  for (;;) {
    int ended_status;
    pid_t ended = waitpid(-1, &ended_status, WNOHANG);
    if (ended <= 0) return program_ended;
    if (ended == program) {
      *status = ended_status;
      program_ended = true;
    }
  }
}

static enum ending watch(const struct request *request, pid_t program, int64_t deadline_ms, int64_t cpu_before_ms,
                         int *status) {
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  for (;;) {
    if (take_ended(program, status)) return ENDED_ITSELF;
    int64_t left_ms = deadline_ms - now_ms();
    if (left_ms <= 0) return ENDED_BY_WALL_TIME;
    struct usage usage;
    read_usage(&usage);
    if (usage.cpu_time_ms - cpu_before_ms >= request->cpu_time_ms) return ENDED_BY_CPU_TIME;
    int64_t wait_ms = left_ms < WATCH_MS ? left_ms : WATCH_MS;
    struct timespec timeout = {.tv_nsec = wait_ms * 1000000};
    sigtimedwait(&child_ended, NULL, &timeout);
  }
}

bool run_phase(const struct request *request, const char *phase, const struct text_list *command,
               int64_t deadline_ms, struct outcome *outcome) {
  struct usage before, after;
  read_usage(&before);
  outcome->phase = phase;
  pid_t program = fork();
  if (program == 0) become_program(request, command);
  int status = 0;
  if (program < 0) {
    outcome->ending = ENDED_ITSELF;
    outcome->exit_code = 126;
    outcome->refused_processes += 1;
    dprintf(STDERR_FILENO, "the program could not be started: %s\n", strerror(errno));
    return false;
  }
  outcome->ending = watch(request, program, deadline_ms, before.cpu_time_ms - outcome->cpu_time_ms, &status);
  end_everything();
  read_usage(&after);
  outcome->cpu_time_ms += after.cpu_time_ms - before.cpu_time_ms;
  outcome->memory_kills += after.memory_kills - before.memory_kills;
  outcome->refused_processes += after.refused_processes - before.refused_processes;
  bool ended_itself = outcome->ending == ENDED_ITSELF;
  outcome->signal = !ended_itself ? SIGKILL : WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  outcome->exit_code = ended_itself && WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  return ended_itself && outcome->signal == 0 && outcome->exit_code == 0;
}
