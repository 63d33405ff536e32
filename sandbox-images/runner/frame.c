/* The report on standard output: the nonce, then records of the same form as the request's. */
#include "runner.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void send_bytes(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t written = write(STDOUT_FILENO, at, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) _exit(124);
    at += written;
    length -= (size_t)written;
  }
}

void send_record(char type, const void *bytes, size_t length) {
  unsigned char head[5] = {(unsigned char)type, (unsigned char)(length >> 24), (unsigned char)(length >> 16),
                           (unsigned char)(length >> 8), (unsigned char)length};
  send_bytes(head, sizeof head);
  if (length > 0) send_bytes(bytes, length);
}

static const char *const endings[] = {"exit", "wallTimeMs", "cpuTimeMs", "fault"};

void send_outcome(const struct request *request, const struct outcome *outcome) {
  char json[1024];
  int length = snprintf(json, sizeof json,
                        "{\"phase\":\"%s\",\"ending\":\"%s\",\"exitCode\":%d,\"signal\":%d,\"wallTimeMs\":%" PRId64
                        ",\"cpuTimeMs\":%" PRId64 ",\"peakMemoryBytes\":%" PRId64 ",\"memoryKills\":%" PRId64
                        ",\"refusedProcesses\":%" PRId64 ",\"workFull\":%s}",
                        outcome->phase, endings[outcome->ending], outcome->exit_code, outcome->signal,
                        outcome->wall_time_ms, outcome->cpu_time_ms, outcome->peak_memory_bytes,
                        outcome->memory_kills, outcome->refused_processes, outcome->work_full ? "true" : "false");
  send_bytes(request->nonce, NONCE_BYTES);
  send_record('j', json, (size_t)length);
  if (request->fault[0] != '\0') send_record('x', request->fault, strlen(request->fault));
}
