/* How a run ended, as the server is told. */
#include "runner.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const endings[] = {"exit", "wallTimeMs", "cpuTimeMs", "dependencyBytes", "stopped", "fault"};

static const char *truth(bool value) { return value ? "true" : "false"; }

void send_outcome(const struct outcome *outcome) {
  char json[1024];
  snprintf(json, sizeof json,
           "{\"phase\":\"%s\",\"ending\":\"%s\",\"exitCode\":%d,\"signal\":%d,\"wallTimeMs\":%" PRId64
           ",\"cpuTimeMs\":%" PRId64 ",\"peakMemoryBytes\":%" PRId64 ",\"memoryKills\":%" PRId64
           ",\"refusedProcesses\":%" PRId64 ",\"refusedFiles\":%d,\"workFull\":%s,\"inodesFull\":%s,\"fileFull\":%s}",
           outcome->phase, endings[outcome->ending], outcome->exit_code, outcome->signal, outcome->wall_time_ms,
           outcome->usage.cpu_time_ms, outcome->peak_memory_bytes, outcome->usage.memory_kills,
           outcome->usage.refused_processes, outcome->traces.refused_files, truth(outcome->traces.work_full),
           truth(outcome->traces.inodes_full), truth(outcome->file_full));
  if (request.fault[0] != '\0') out_text('X', 0, request.fault);
  out_text('J', 0, json);
}
