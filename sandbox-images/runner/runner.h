/* The agent that is process 1 of a sandbox container. See main.c for what it does and why, PROTOCOL.md for what it says. */
#ifndef SANDSMITH_RUNNER_H
#define SANDSMITH_RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define WORK_FOLDER "/work"
#define DEPENDENCY_FOLDER "/deps"
#define MAX_PAYLOAD (1u << 20)
/* What a side of a channel may send before it has to wait for more to be granted. */
#define WINDOW_BYTES 262144
#define PIECE_BYTES 65536
#define PROXY_PORT 3128

/* Nobody is left to report to: the server is gone or speaks another protocol. */
#define EXIT_ABANDONED 124
#define EXIT_FAULT 125

/* byte-queue.c: bytes that wait, in one piece. */
struct byte_queue {
  unsigned char *bytes;
  size_t start;
  size_t end;
  size_t capacity;
};
unsigned char *queue_reserve(struct byte_queue *queue, size_t length);
void queue_append(struct byte_queue *queue, const void *bytes, size_t length);
void queue_take(struct byte_queue *queue, size_t length);
size_t queue_length(const struct byte_queue *queue);
void queue_free(struct byte_queue *queue);

/* event-loop.c */
struct source {
  int fd;
  uint32_t wanted;
  void (*on_ready)(struct source *source, uint32_t events);
  void *owner;
};
void loop_open(void);
/* Waits for events, -1 for as long as it takes, and handles them. */
void loop_turn(int64_t timeout_ms);
void source_want(struct source *source, uint32_t events);
void source_close(struct source *source);
/* Frees memory that events of this turn may still point to. */
void release_later(void *memory);
void *allocate(size_t bytes);
int64_t now_ms(void);

/* records-out.c */
void out_open(int fd);
void out_record(char type, uint32_t channel, const void *bytes, size_t length);
void out_text(char type, uint32_t channel, const char *text);
/* Room for one record's payload; sent with out_commit. */
unsigned char *out_reserve(size_t length);
void out_commit(char type, uint32_t channel, size_t length);
/* Whoever has much to say waits until this is false. */
bool out_is_full(void);
/* Once after somebody was told that it is full. */
bool out_has_room_again(void);
void out_flush(void);
/* Writes, waiting for the reader, until at most so many bytes are left. */
void out_flush_to(size_t left);

/* records-in.c */
typedef void record_handler(char type, uint32_t channel, char *payload, size_t length);
void in_open(int fd, record_handler *handler);
void in_hand_to(record_handler *handler);

/* text-list.c */
struct text_list {
  char **items;
  size_t count;
};
void list_append(struct text_list *list, const char *text);
/* A later value of a variable replaces an earlier one. */
void list_set_variable(struct text_list *list, const char *assignment);
const char *list_variable(const struct text_list *list, const char *name);
void list_free(struct text_list *list);
/* The next text of a record's list; ends the conversation where there is none. */
const char *next_text(char **at, const char *end);

/* set-up.c */
struct request {
  bool is_session;
  bool is_complete;
  struct text_list compile;
  struct text_list run;
  struct text_list check;
  struct text_list environment;
  int64_t wall_time_ms;
  int64_t cpu_time_ms;
  int64_t open_files;
  int64_t file_bytes;
  int64_t artifact_files;
  int64_t artifact_bytes;
  int64_t artifact_depth;
  int64_t dependency_bytes;
  int64_t egress;
  /* Set when unpacking failed because the working folder is full. */
  bool no_space;
  /* What went wrong before the program could start; empty where nothing did. */
  char fault[512];
};
extern struct request request;
void set_up_record(char type, uint32_t channel, char *payload, size_t length);
void set_fault(const char *what, const char *path, int error);

/* tree.c: paths whose every folder is a real one, whatever programs have put there. */
int open_parent(const char *path, bool make, const char **name);
int open_regular(const char *path, int64_t *bytes);

/* unpack.c */
void unpack_file(const char *path);
void unpack_bytes(const unsigned char *bytes, size_t length);
void unpack_done(void);
void make_link(char *link_and_target);
void remove_file(const char *path);

/* skeleton.c */
void copy_skeleton(void);

/* spawn.c */
struct program {
  char *const *arguments;
  char *const *environment;
  int input;
  int output;
  int errors;
  bool has_terminal;
  /* Others run beside it that could stop it before it has begun. */
  bool has_siblings;
};
/* Before the process is closed to inspection. */
void spawn_prepare(void);
/* -1 where the kernel refuses. */
pid_t spawn(const struct program *program);
/* `ours` does not block and `theirs` does; false where the kernel refuses. */
bool open_pipe_from(int *ours, int *theirs);
bool open_pipe_to(int *ours, int *theirs);
bool open_terminal(int *ours, int *theirs, int columns, int rows);
void resize_terminal(int terminal, int columns, int rows);

/* input.c: bytes of the server that a program or a socket takes when it wants to. */
struct input {
  struct source sink;
  struct byte_queue pending;
  uint32_t channel;
  uint32_t ungranted;
  bool ends;
  bool is_over;
  bool is_socket;
  bool is_terminal;
  void (*on_over)(void *owner);
  void *owner;
};
void input_init(struct input *input, uint32_t channel);
void input_attach(struct input *input, int fd);
void input_take(struct input *input, const void *bytes, size_t length);
void input_end(struct input *input);
void input_close(struct input *input);

/* outlet.c: bytes of a program or a socket on their way to the server. */
struct outlet {
  struct outlet *next;
  struct source source;
  char type;
  uint32_t channel;
  /* How much may still be sent on the channel. */
  int64_t *allowance;
  /* The program has ended: what is there now is the last of it. */
  bool is_draining;
  int64_t drain_left;
  bool is_discarding;
  void (*on_end)(void *owner, int error);
  void *owner;
};
struct outlet *outlet_open(int fd, char type, uint32_t channel, int64_t *allowance);
void outlet_pump(struct outlet *outlet);
/* Sends all that is there, however full the way out is; every writer has to be dead. */
void outlet_empty(struct outlet *outlet);
void outlet_drain(struct outlet *outlet, bool is_terminal);
/* From now on takes what comes and throws it away, so that a daemon that still writes is not killed. */
void outlet_discard(struct outlet *outlet);
void outlet_close(struct outlet *outlet);
void outlets_refresh(void);

/* reaper.c */
typedef void child_handler(pid_t pid, int status);
void reaper_open(child_handler *handler);
void reaper_hand_to(child_handler *handler);
bool has_children(void);
/* Ends whatever is still alive in the container. */
void end_everything(void);

/* accounting.c */
struct usage {
  int64_t cpu_time_ms;
  int64_t memory_kills;
  int64_t refused_processes;
};
void accounting_open(void);
void read_usage(struct usage *usage);
int64_t cpu_time_ms(void);
int64_t peak_memory_bytes(void);

/* traces.c */
struct traces {
  bool refused_files;
  bool work_full;
  bool inodes_full;
};
/* Adds what is to be seen now: what a program has cleared away again is seen only while it was there. */
void look_for_traces(struct traces *traces);
/* Looks through all files: for once, at the end. */
bool has_full_file(void);

/* dependencies.c */
bool dependencies_exceed(int64_t bytes);

/* outcome.c */
enum ending { ENDED_ITSELF, ENDED_BY_WALL_TIME, ENDED_BY_CPU_TIME, ENDED_BY_DEPENDENCIES, ENDED_BY_SERVER, ENDED_BY_FAULT };
struct outcome {
  const char *phase;
  enum ending ending;
  int exit_code;
  int signal;
  int64_t wall_time_ms;
  struct usage usage;
  int64_t peak_memory_bytes;
  struct traces traces;
  bool file_full;
};
void send_outcome(const struct outcome *outcome);

/* artifacts.c */
void send_artifacts(void);

/* run.c */
void run_begin(void);
bool run_record(char type, uint32_t channel, char *payload, size_t length);
int run_to_end(void);

/* byte-stream.c */
bool stream_record(char type, uint32_t channel, char *payload, size_t length);
void stream_accepted(uint32_t channel, int fd);
void dial(uint32_t channel, const char *port);

/* egress.c */
void egress_open(void);
void egress_closed(uint32_t channel);
/* There is room again, or one connection less. */
void egress_resume(void);

/* session.c, session-process.c, session-files.c, ports.c */
void session_begin(void);
void session_serve(void) __attribute__((noreturn));
void process_start(uint32_t channel, char *payload, size_t length);
bool process_record(char type, uint32_t channel, char *payload, size_t length);
void process_ended(pid_t pid, int status);
void list_files(uint32_t channel);
void read_file(uint32_t channel, const char *path, int64_t most_bytes);
/* Sends what there is room for; true where there is more. */
bool continue_reading(void);
void report_ports(void);

uint32_t number_of(const char *payload, size_t length);

#endif
