/* The processes that the server has started in a session, each with pipes or a terminal. */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct process {
  struct process *next;
  uint32_t channel;
  pid_t pid;
  bool has_terminal;
  struct input input;
  struct outlet *outlets[2];
  int64_t allowance;
  bool has_ended;
  int status;
};

/* What a `p` asks for. */
struct order {
  bool has_terminal;
  int columns;
  int rows;
  struct text_list arguments;
  struct text_list environment;
};

static struct process *processes;

static struct order read_order(char *payload, size_t length) {
  struct order order = {0};
  const char *end = payload + length;
  order.has_terminal = strcmp(next_text(&payload, end), "tty") == 0;
  order.columns = atoi(next_text(&payload, end));
  order.rows = atoi(next_text(&payload, end));
  int count = atoi(next_text(&payload, end));
  if (count < 1) _exit(EXIT_ABANDONED);
  for (int index = 0; index < count; index += 1) list_append(&order.arguments, next_text(&payload, end));
  for (size_t index = 0; index < request.environment.count; index += 1)
    list_append(&order.environment, request.environment.items[index]);
  while (payload < end) list_set_variable(&order.environment, next_text(&payload, end));
  if (order.has_terminal && !list_variable(&order.environment, "TERM"))
    list_append(&order.environment, "TERM=xterm-256color");
  return order;
}

static void say_ended(uint32_t channel, int status) {
  char text[64];
  int exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  int length = snprintf(text, sizeof text, "%d%c%d%c", exit_code, '\0', signal, '\0');
  out_record('q', channel, text, (size_t)length);
}

/* Told once the process has ended and its output is sent. What daemons still hold open is read and thrown away. */
static void report_if_over(struct process *process) {
  if (!process->has_ended) return;
  for (int index = 0; index < 2; index += 1) {
    if (process->outlets[index] && process->outlets[index]->is_draining) return;
  }
  say_ended(process->channel, process->status);
  process->input.ends = true;
  input_close(&process->input);
  for (int index = 0; index < 2; index += 1) {
    if (!process->outlets[index]) continue;
    if (process->has_terminal || process->outlets[index]->source.fd < 0) outlet_close(process->outlets[index]);
    else outlet_discard(process->outlets[index]);
  }
  for (struct process **at = &processes; *at; at = &(*at)->next) {
    if (*at != process) continue;
    *at = process->next;
    break;
  }
  release_later(process);
}

static void on_outlet_end(void *owner, int error) {
  (void)error;
  struct process *process = owner;
  if (process->has_ended) report_if_over(process);
}

static struct outlet *open_outlet(struct process *process, int fd, char type) {
  struct outlet *outlet = outlet_open(fd, type, process->channel, &process->allowance);
  outlet->on_end = on_outlet_end;
  outlet->owner = process;
  return outlet;
}

/* The ends of the agent, or -1. */
struct ends {
  int input;
  int output;
  int errors;
};

static bool open_ends(const struct order *order, struct ends *ours, struct program *theirs) {
  if (order->has_terminal) {
    if (!open_terminal(&ours->output, &theirs->input, order->columns, order->rows)) return false;
    theirs->output = theirs->errors = theirs->input;
    /* One descriptor for each direction. */
    ours->input = fcntl(ours->output, F_DUPFD_CLOEXEC, 3);
    return ours->input >= 0;
  }
  return open_pipe_to(&ours->input, &theirs->input) && open_pipe_from(&ours->output, &theirs->output) &&
         open_pipe_from(&ours->errors, &theirs->errors);
}

static void close_if_open(int fd) {
  if (fd >= 0) close(fd);
}

static void close_theirs(const struct program *theirs) {
  close_if_open(theirs->input);
  if (theirs->has_terminal) return;
  close_if_open(theirs->output);
  close_if_open(theirs->errors);
}

static void add_process(uint32_t channel, pid_t pid, const struct ends *ours, bool has_terminal) {
  struct process *process = allocate(sizeof *process);
  *process = (struct process){.next = processes,
                              .channel = channel,
                              .pid = pid,
                              .has_terminal = has_terminal,
                              .allowance = WINDOW_BYTES};
  processes = process;
  out_record('o', channel, NULL, 0);
  input_init(&process->input, channel);
  process->input.is_terminal = has_terminal;
  input_attach(&process->input, ours->input);
  process->outlets[0] = open_outlet(process, ours->output, 'u');
  if (ours->errors >= 0) process->outlets[1] = open_outlet(process, ours->errors, 'v');
}

void process_start(uint32_t channel, char *payload, size_t length) {
  struct order order = read_order(payload, length);
  struct ends ours = {-1, -1, -1};
  struct program program = {.arguments = order.arguments.items,
                            .environment = order.environment.items,
                            .input = -1,
                            .output = -1,
                            .errors = -1,
                            .has_terminal = order.has_terminal,
                            .has_siblings = true};
  pid_t pid = open_ends(&order, &ours, &program) ? spawn(&program) : -1;
  int error = errno;
  close_theirs(&program);
  if (pid > 0) {
    add_process(channel, pid, &ours, order.has_terminal);
    reaper_hand_to(process_ended);
  } else {
    close_if_open(ours.input);
    close_if_open(ours.output);
    close_if_open(ours.errors);
    out_text('x', channel, strerror(error));
  }
  list_free(&order.arguments);
  list_free(&order.environment);
}

void process_ended(pid_t pid, int status) {
  struct process *process = processes;
  while (process && process->pid != pid) process = process->next;
  if (!process || process->has_ended) return;
  process->status = status;
  for (int index = 0; index < 2; index += 1) {
    if (process->outlets[index]) outlet_drain(process->outlets[index], process->has_terminal);
  }
  process->has_ended = true;
  report_if_over(process);
}

/* A process that has only just been made has no group of its own yet. */
static void send_signal(const struct process *process, int signal) {
  if (process->has_ended || signal < 1 || signal > SIGRTMAX) return;
  if (kill(-process->pid, signal) != 0 && errno == ESRCH) kill(process->pid, signal);
}

/* False for what no process has to do with. */
bool process_record(char type, uint32_t channel, char *payload, size_t length) {
  if (!strchr("iIkz+", type)) return false;
  struct process *process = processes;
  while (process && process->channel != channel) process = process->next;
  /* A grant may be for a byte stream; all else comes too late for a process that is gone. */
  if (!process) return type != '+';
  if (type == 'i') input_take(&process->input, payload, length);
  if (type == 'I') input_end(&process->input);
  if (type == 'k') send_signal(process, atoi(payload));
  if (type == 'z' && process->has_terminal && !process->has_ended) {
    const char *end = payload + length;
    int columns = atoi(next_text(&payload, end));
    resize_terminal(process->outlets[0]->source.fd, columns, atoi(next_text(&payload, end)));
  }
  if (type != '+') return true;
  process->allowance += number_of(payload, length);
  /* What the first sends may be the last, and the process gone with it. */
  struct outlet *outlets[2] = {process->outlets[0], process->outlets[1]};
  for (int index = 0; index < 2; index += 1) {
    if (outlets[index]) outlet_pump(outlets[index]);
  }
  return true;
}
