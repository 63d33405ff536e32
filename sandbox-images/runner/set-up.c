/* What the server says before anything runs. */
#include "runner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct request request = {.artifact_files = 1000, .artifact_depth = 12};

void set_fault(const char *what, const char *path, int error) {
  if (error == ENOSPC || error == EDQUOT) request.no_space = true;
  if (request.fault[0] != '\0') return;
  snprintf(request.fault, sizeof request.fault, "%s %.300s: %s", what, path, strerror(error));
}

static void set_limit(const char *assignment) {
  const struct {
    const char *name;
    int64_t *value;
  } limits[] = {
      {"wallTimeMs", &request.wall_time_ms},       {"cpuTimeMs", &request.cpu_time_ms},
      {"openFiles", &request.open_files},          {"fileBytes", &request.file_bytes},
      {"artifactFiles", &request.artifact_files},  {"artifactBytes", &request.artifact_bytes},
      {"artifactDepth", &request.artifact_depth},  {"dependencyBytes", &request.dependency_bytes},
      {"egress", &request.egress},
  };
  const char *equals = strchr(assignment, '=');
  if (!equals) _exit(EXIT_ABANDONED);
  size_t length = (size_t)(equals - assignment);
  for (size_t index = 0; index < sizeof limits / sizeof limits[0]; index += 1) {
    const char *name = limits[index].name;
    if (strlen(name) == length && memcmp(name, assignment, length) == 0)
      *limits[index].value = strtoll(equals + 1, NULL, 10);
  }
}

static void begin_kind(const char *kind) {
  if (strcmp(kind, "session") == 0) request.is_session = true;
  else if (strcmp(kind, "run") != 0) _exit(EXIT_ABANDONED);
  extern char **environ;
  for (char **variable = environ; *variable; variable += 1) list_append(&request.environment, *variable);
}

static void complete(void) {
  unpack_done();
  if (request.egress) egress_open();
  request.is_complete = true;
  if (request.is_session) session_begin();
  else run_begin();
}

void set_up_record(char type, uint32_t channel, char *payload, size_t length) {
  if (run_record(type, channel, payload, length)) return;
  if (channel != 0) _exit(EXIT_ABANDONED);
  switch (type) {
    case 'M': begin_kind(payload); return;
    case 'L': set_limit(payload); return;
    case 'E': list_set_variable(&request.environment, payload); return;
    case 'F': unpack_file(payload); return;
    case 'B': unpack_bytes((unsigned char *)payload, length); return;
    case 'K': make_link(payload); return;
    case 'C': list_append(&request.compile, payload); return;
    case 'R': list_append(&request.run, payload); return;
    case 'H': list_append(&request.check, payload); return;
    case '.': complete(); return;
    default: _exit(EXIT_ABANDONED);
  }
}
