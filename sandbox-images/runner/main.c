/*
 * Process 1 of a sandbox container, running as the unprivileged user.
 *
 * It reads one request from standard input, puts the files in place, runs the command, ends every process that is
 * left and only then reports. The report is introduced by a random number that came with the request. The program
 * cannot know it: it is never in an argument or in the environment, and this process is not dumpable, so that the
 * program, though it has the same user, can neither read its memory nor attach to it. When the report is written no
 * process of the program is alive, so nothing can follow or precede it with a forgery.
 */
#include "runner.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static struct request request;
static struct outcome outcome;

static void prepare(void) {
  prctl(PR_SET_DUMPABLE, 0);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child_ended, NULL);
}

int main(void) {
  prepare();
  copy_skeleton();
  read_request(&request);
  close(STDIN_FILENO);

  int64_t started_ms = now_ms();
  int64_t deadline_ms = started_ms + request.wall_time_ms;
  outcome.phase = request.compile.count > 0 ? "compile" : "run";
  outcome.ending = ENDED_BY_FAULT;
  if (request.fault[0] == '\0') {
    bool goes_on = true;
    if (request.compile.count > 0) goes_on = run_phase(&request, "compile", &request.compile, deadline_ms, &outcome);
    if (goes_on) run_phase(&request, "run", &request.run, deadline_ms, &outcome);
  }
  outcome.wall_time_ms = now_ms() - started_ms;
  outcome.peak_memory_bytes = peak_memory_bytes();
  outcome.work_full = request.no_space || work_is_full();

  /* The program shared this stream and may have changed how it is written to; it is dead now. */
  fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) & ~O_NONBLOCK);
  send_outcome(&request, &outcome);
  send_artifacts(request.artifact_bytes);
  send_record('.', NULL, 0);
  if (outcome.ending == ENDED_BY_FAULT) return 125;
  return outcome.signal ? 128 + outcome.signal : outcome.exit_code;
}
