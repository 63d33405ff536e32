/* The agent that is process 1 of a sandbox container. See main.c for what it does and why. */
#ifndef SANDSMITH_RUNNER_H
#define SANDSMITH_RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORK_FOLDER "/work"
#define NONCE_BYTES 32

struct text_list {
  char **items;
  size_t count;
};

struct request {
  unsigned char nonce[NONCE_BYTES];
  struct text_list compile;
  struct text_list run;
  struct text_list environment;
  int stdin_file;
  int64_t wall_time_ms;
  int64_t cpu_time_ms;
  int64_t open_files;
  int64_t file_bytes;
  int64_t artifact_bytes;
  /* Set when unpacking failed because the working folder is full. */
  bool no_space;
  /* What went wrong before the program could start; empty where nothing did. */
  char fault[512];
};

enum ending { ENDED_ITSELF, ENDED_BY_WALL_TIME, ENDED_BY_CPU_TIME, ENDED_BY_FAULT };

struct outcome {
  const char *phase;
  enum ending ending;
  int exit_code;
  int signal;
  int64_t wall_time_ms;
  int64_t cpu_time_ms;
  int64_t peak_memory_bytes;
  int64_t memory_kills;
  int64_t refused_processes;
  bool work_full;
};

/* request.c */
void read_request(struct request *request);
void set_fault(struct request *request, const char *what, const char *path);

/* files.c */
void unpack_file(struct request *request, const char *path);
void unpack_bytes(struct request *request, const unsigned char *bytes, size_t length);
void unpack_done(struct request *request);
void make_link(struct request *request, char *link_and_target);
void copy_skeleton(void);

/* supervise.c */
bool run_phase(const struct request *request, const char *phase, const struct text_list *command,
               int64_t deadline_ms, struct outcome *outcome);
int64_t now_ms(void);

/* accounting.c */
struct usage {
  int64_t cpu_time_ms;
  int64_t memory_kills;
  int64_t refused_processes;
};
void read_usage(struct usage *usage);
int64_t peak_memory_bytes(void);
bool work_is_full(void);

/* artifacts.c */
void send_artifacts(int64_t total_bytes_allowed);

/* frame.c */
void send_bytes(const void *bytes, size_t length);
void send_record(char type, const void *bytes, size_t length);
void send_outcome(const struct request *request, const struct outcome *outcome);

#endif
