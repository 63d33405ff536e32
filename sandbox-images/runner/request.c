/* The request: records of one type byte, a 32-bit length (most significant byte first) and that many bytes. */
#include "runner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void read_exactly(void *target, size_t length) {
  unsigned char *at = target;
  while (length > 0) {
    ssize_t got = read(STDIN_FILENO, at, length);
    if (got < 0 && errno == EINTR) continue;
    /* The server is gone or speaks another protocol: nobody is left to report to. */
    if (got <= 0) _exit(124);
    at += got;
    length -= (size_t)got;
  }
}

void set_fault(struct request *request, const char *what, const char *path) {
  if (errno == ENOSPC || errno == EDQUOT) request->no_space = true;
  if (request->fault[0] != '\0') return;
  snprintf(request->fault, sizeof request->fault, "%s %s: %s", what, path, strerror(errno));
}

static void append(struct text_list *list, char *text) {
  list->items = realloc(list->items, (list->count + 2) * sizeof *list->items);
  if (!list->items) _exit(124);
  list->items[list->count++] = text;
  list->items[list->count] = NULL;
}

/* A later value of a variable replaces an earlier one. */
static void set_variable(struct text_list *environment, char *assignment) {
  char *equals = strchr(assignment, '=');
  size_t name_length = equals ? (size_t)(equals - assignment) + 1 : strlen(assignment);
  for (size_t index = 0; index < environment->count; index += 1) {
    if (strncmp(environment->items[index], assignment, name_length) == 0) {
      environment->items[index] = assignment;
      return;
    }
  }
  append(environment, assignment);
}

static void set_limit(struct request *request, const char *assignment) {
  const char *equals = strchr(assignment, '=');
  if (!equals) return;
  int64_t value = strtoll(equals + 1, NULL, 10);
  size_t length = (size_t)(equals - assignment);
  if (strncmp(assignment, "wallTimeMs", length) == 0) request->wall_time_ms = value;
  else if (strncmp(assignment, "cpuTimeMs", length) == 0) request->cpu_time_ms = value;
  else if (strncmp(assignment, "openFiles", length) == 0) request->open_files = value;
  else if (strncmp(assignment, "fileBytes", length) == 0) request->file_bytes = value;
  else if (strncmp(assignment, "artifactBytes", length) == 0) request->artifact_bytes = value;
}

static void append_stdin(struct request *request, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(request->stdin_file, bytes, length);
    if (written < 0) {
      set_fault(request, "could not keep", "the standard input");
      return;
    }
    bytes += written;
    length -= (size_t)written;
  }
}

/* Takes one record; `text` is ended by a zero byte and stays allocated where a list keeps it. */
static bool take_record(struct request *request, char type, char *text, size_t length) {
  switch (type) {
    case 'n':
      if (length != NONCE_BYTES) _exit(124);
      memcpy(request->nonce, text, NONCE_BYTES);
      memset(text, 0, length);
      return false;
    case 'c': append(&request->compile, text); return true;
    case 'r': append(&request->run, text); return true;
    case 'e': set_variable(&request->environment, text); return true;
    case 'l': set_limit(request, text); return false;
    case 'f': unpack_file(request, text); return false;
    case 'b': unpack_bytes(request, (unsigned char *)text, length); return false;
    case 'k': make_link(request, text); return false;
    case 'i': append_stdin(request, text, length); return false;
    default: _exit(124);
  }
}

void read_request(struct request *request) {
  extern char **environ;
  for (char **variable = environ; *variable; variable += 1) append(&request->environment, *variable);
  request->stdin_file = memfd_create("stdin", MFD_CLOEXEC);
  for (;;) {
    unsigned char head[5];
    read_exactly(head, sizeof head);
    if (head[0] == '.') break;
    size_t length = (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | head[4];
    char *text = malloc(length + 1);
    if (!text) _exit(124);
    read_exactly(text, length);
    text[length] = '\0';
    if (!take_record(request, (char)head[0], text, length)) free(text);
  }
  unpack_done(request);
  if (request->stdin_file >= 0) lseek(request->stdin_file, 0, SEEK_SET);
}
