/* A run: compile, run, check, each watched over and followed by the end of every process, and then the report. */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* How often the processor time is looked at. */
#define WATCH_MS 50
/* How soon after a look for traces the next may follow. A program that is refused something often says so at once, and
 * then ends or clears away what it had. */
#define TRACES_MS 5
#define DEPENDENCIES_MS 2000
#define RUN_CHANNEL 1

static struct outcome outcome;
static struct usage before;
static struct input input = {.sink = {.fd = -1}, .channel = RUN_CHANNEL};
static int64_t everything = INT64_MAX;
static int64_t started_ms;
static int64_t deadline_ms;
static int64_t next_walk_ms;
static int64_t next_traces_ms;
static pid_t program;
static bool has_ended;
static bool is_stopped;
static int end_status;

struct phase {
  const char *name;
  const struct text_list *command;
  bool takes_input;
  bool has_output;
};

/* What of a phase has to be given back. */
struct channels {
  int null;
  int input;
  int output;
  int errors;
  struct outlet *outlets[2];
};

/* What may also come before the set-up is complete; false for all else. */
bool run_record(char type, uint32_t channel, char *payload, size_t length) {
  if (channel == RUN_CHANNEL && type == 'i') input_take(&input, payload, length);
  else if (channel == RUN_CHANNEL && type == 'I') input_end(&input);
  else if (channel == 0 && type == 'Q') is_stopped = true;
  else return false;
  return true;
}

static void on_record(char type, uint32_t channel, char *payload, size_t length) {
  if (run_record(type, channel, payload, length)) return;
  if (!stream_record(type, channel, payload, length)) _exit(EXIT_ABANDONED);
}

static void on_child_end(pid_t pid, int status) {
  if (pid != program) return;
  has_ended = true;
  end_status = status;
}

void run_begin(void) {
  started_ms = now_ms();
  deadline_ms = started_ms + request.wall_time_ms;
  next_walk_ms = started_ms + DEPENDENCIES_MS;
  read_usage(&before);
  in_hand_to(on_record);
  reaper_hand_to(on_child_end);
}

static bool open_channels(const struct phase *phase, struct channels *channels) {
  channels->null = channels->input = channels->output = channels->errors = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (channels->null < 0) return false;
  int ours;
  if (phase->takes_input) {
    if (!open_pipe_to(&ours, &channels->input)) return false;
    input_attach(&input, ours);
  }
  if (!phase->has_output) return true;
  if (!open_pipe_from(&ours, &channels->output)) return false;
  channels->outlets[0] = outlet_open(ours, 'u', RUN_CHANNEL, &everything);
  if (!open_pipe_from(&ours, &channels->errors)) return false;
  channels->outlets[1] = outlet_open(ours, 'v', RUN_CHANNEL, &everything);
  return true;
}

static void close_theirs(struct channels *channels) {
  if (channels->input != channels->null) close(channels->input);
  if (channels->output != channels->null) close(channels->output);
  if (channels->errors != channels->null) close(channels->errors);
  close(channels->null);
}

static bool over_dependencies(void) {
  return request.dependency_bytes > 0 && dependencies_exceed(request.dependency_bytes);
}

/* What has ended the program, or ENDED_ITSELF where nothing has so far. */
static enum ending look_at_limits(void) {
  int64_t now = now_ms();
  if (now >= deadline_ms) return ENDED_BY_WALL_TIME;
  if (cpu_time_ms() - before.cpu_time_ms >= request.cpu_time_ms) return ENDED_BY_CPU_TIME;
  if (request.dependency_bytes > 0 && now >= next_walk_ms) {
    if (over_dependencies()) return ENDED_BY_DEPENDENCIES;
    /* Large folders are walked less often. */
    next_walk_ms = now_ms() + DEPENDENCIES_MS + 10 * (now_ms() - now);
  }
  return ENDED_ITSELF;
}

static void look_again(void) {
  int64_t now = now_ms();
  if (now < next_traces_ms) return;
  look_for_traces(&outcome.traces);
  /* Where there are many processes it is done less often. */
  next_traces_ms = now_ms() + TRACES_MS + 20 * (now_ms() - now);
}

static enum ending watch(void) {
  int64_t next_look_ms = now_ms() + WATCH_MS;
  while (!has_ended) {
    int64_t wake_ms = next_look_ms < deadline_ms ? next_look_ms : deadline_ms;
    int64_t wait_ms = wake_ms - now_ms();
    if (is_stopped) return ENDED_BY_SERVER;
    loop_turn(wait_ms > 0 ? wait_ms : 0);
    look_again();
    if (has_ended) return ENDED_ITSELF;
    if (now_ms() < wake_ms) continue;
    enum ending ending = look_at_limits();
    if (ending != ENDED_ITSELF) return ending;
    next_look_ms = now_ms() + WATCH_MS;
  }
  return ENDED_ITSELF;
}

static void refuse_start(int error) {
  outcome.exit_code = 126;
  if (error == EAGAIN) outcome.usage.refused_processes += 1;
  char text[256];
  snprintf(text, sizeof text, "the program could not be started: %s\n", strerror(error));
  out_text('v', RUN_CHANNEL, text);
}

/* Runs one command to its end and leaves no process behind; false where it could not be started. */
static bool run_phase(const struct phase *phase, enum ending *ending, int *status) {
  struct channels channels = {0};
  has_ended = false;
  program = -1;
  bool is_open = open_channels(phase, &channels);
  const struct program what = {.arguments = phase->command->items,
                               .environment = request.environment.items,
                               .input = channels.input,
                               .output = channels.output,
                               .errors = channels.errors};
  if (is_open) program = spawn(&what);
  int error = errno;
  close_theirs(&channels);
  if (program > 0 && phase->takes_input) out_record('o', RUN_CHANNEL, NULL, 0);
  *ending = program > 0 ? watch() : ENDED_ITSELF;
  if (program > 0) end_everything();
  for (int index = 0; index < 2; index += 1) {
    if (!channels.outlets[index]) continue;
    outlet_empty(channels.outlets[index]);
    outlet_close(channels.outlets[index]);
  }
  if (phase->takes_input) input_close(&input);
  *status = end_status;
  errno = error;
  return program > 0;
}

/* Runs a phase whose end is the run's end so far; true where it went well. */
static bool run_counted_phase(const struct phase *phase) {
  int status;
  outcome.phase = phase->name;
  if (is_stopped) {
    outcome.ending = ENDED_BY_SERVER;
    outcome.signal = SIGKILL;
    return false;
  }
  if (!run_phase(phase, &outcome.ending, &status)) {
    refuse_start(errno);
    return false;
  }
  bool ended_itself = outcome.ending == ENDED_ITSELF;
  outcome.signal = !ended_itself ? SIGKILL : WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  outcome.exit_code = ended_itself && WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  return ended_itself && outcome.signal == 0 && outcome.exit_code == 0;
}

static void measure(void) {
  struct usage after;
  read_usage(&after);
  outcome.wall_time_ms = now_ms() - started_ms;
  outcome.usage.cpu_time_ms = after.cpu_time_ms - before.cpu_time_ms;
  outcome.usage.memory_kills = after.memory_kills - before.memory_kills;
  outcome.usage.refused_processes += after.refused_processes - before.refused_processes;
  outcome.peak_memory_bytes = peak_memory_bytes();
  look_for_traces(&outcome.traces);
  if (request.no_space) outcome.traces.work_full = true;
  bool has_failed = outcome.ending == ENDED_ITSELF && (outcome.signal != 0 || outcome.exit_code != 0);
  outcome.file_full = has_failed && has_full_file();
  if (outcome.ending == ENDED_ITSELF && over_dependencies()) {
    outcome.ending = ENDED_BY_DEPENDENCIES;
    outcome.signal = SIGKILL;
    outcome.exit_code = 0;
  }
}

/* A language without a compiler can still tell a program that could never run from one that failed. */
static void check(void) {
  const struct phase phase = {.name = "check", .command = &request.check};
  if (request.check.count == 0 || strcmp(outcome.phase, "run") != 0 || outcome.ending != ENDED_ITSELF) return;
  if (outcome.signal != 0 || outcome.exit_code == 0 || is_stopped || now_ms() >= deadline_ms) return;
  enum ending ending;
  int status;
  if (!run_phase(&phase, &ending, &status) || ending != ENDED_ITSELF || !WIFEXITED(status)) return;
  /* 126 and 127: the check itself could not be started, which says nothing about the program */
  int code = WEXITSTATUS(status);
  if (code != 0 && code != 126 && code != 127) outcome.phase = "compile";
}

int run_to_end(void) {
  const struct phase compile = {.name = "compile", .command = &request.compile, .has_output = true};
  const struct phase run = {.name = "run", .command = &request.run, .has_output = true, .takes_input = true};
  bool compiles = request.compile.count > 0;
  outcome.phase = compiles ? "compile" : "run";
  outcome.ending = ENDED_BY_FAULT;
  if (request.run.count == 0 && request.fault[0] == '\0') set_fault("there is no command to", "run", EINVAL);
  if (request.fault[0] == '\0' && (!compiles || run_counted_phase(&compile))) run_counted_phase(&run);
  measure();
  check();
  send_outcome(&outcome);
  send_artifacts();
  out_record('.', 0, NULL, 0);
  out_flush_to(0);
  if (outcome.ending == ENDED_BY_FAULT) return EXIT_FAULT;
  return outcome.signal ? 128 + outcome.signal : outcome.exit_code;
}
