/* As process 1 the agent takes every process of the container that has ended. */
#include "runner.h"

#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

static struct source source = {.fd = -1};
static child_handler *handle;
static bool children_are_left;

bool has_children(void) { return children_are_left; }

static void on_ready(struct source *ready, uint32_t events) {
  (void)events;
  struct signalfd_siginfo signals[16];
  while (read(ready->fd, signals, sizeof signals) == (ssize_t)sizeof signals) continue;
  for (;;) {
    int status;
    pid_t ended = waitpid(-1, &status, WNOHANG);
    children_are_left = ended >= 0;
    if (ended <= 0) return;
    handle(ended, status);
  }
}

void reaper_open(child_handler *handler) {
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child_ended, NULL);
  handle = handler;
  source.fd = signalfd(-1, &child_ended, SFD_NONBLOCK | SFD_CLOEXEC);
  if (source.fd < 0) _exit(EXIT_ABANDONED);
  source.on_ready = on_ready;
  source_want(&source, EPOLLIN);
}

void reaper_hand_to(child_handler *handler) {
  handle = handler;
  children_are_left = true;
}

/* As process 1, -1 reaches every other process of the container. */
void end_everything(void) {
  for (;;) {
    kill(-1, SIGKILL);
    pid_t ended = waitpid(-1, NULL, 0);
    while (ended > 0) ended = waitpid(-1, NULL, WNOHANG);
    if (ended < 0 && errno == ECHILD) return;
  }
}
