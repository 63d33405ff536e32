/* What the container has used, from its control group where that is visible (version 1 or 2), else from the kernel's
 * own count of ended children. */
#include "runner.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define CGROUP "/sys/fs/cgroup/"

/* A file that is opened before the request comes, and the line of it that counts; no name where it is one number. */
struct gauge {
  const char *path;
  const char *name;
  int64_t divisor;
  int file;
};

enum { CPU, KILLS, REFUSALS, PEAK, GAUGES };

static struct gauge gauges[GAUGES][2] = {
    [CPU] = {{CGROUP "cpuacct/cpuacct.usage", "", 1000000, -1}, {CGROUP "cpu.stat", "usage_usec", 1000, -1}},
    [KILLS] = {{CGROUP "memory/memory.oom_control", "oom_kill", 1, -1}, {CGROUP "memory.events", "oom_kill", 1, -1}},
    [REFUSALS] = {{CGROUP "pids/pids.events", "max", 1, -1}, {CGROUP "pids.events", "max", 1, -1}},
    [PEAK] = {{CGROUP "memory/memory.max_usage_in_bytes", "", 1, -1}, {CGROUP "memory.peak", "", 1, -1}},
};

void accounting_open(void) {
  for (int kind = 0; kind < GAUGES; kind += 1) {
    struct gauge *versions = gauges[kind];
    versions[0].file = open(versions[0].path, O_RDONLY | O_CLOEXEC);
    if (versions[0].file < 0) versions[1].file = open(versions[1].path, O_RDONLY | O_CLOEXEC);
  }
}

static int64_t read_gauge(const struct gauge *gauge) {
  char text[4096];
  ssize_t got = gauge->file < 0 ? -1 : pread(gauge->file, text, sizeof text - 1, 0);
  if (got < 0) return -1;
  text[got] = '\0';
  if (gauge->name[0] == '\0') return strtoll(text, NULL, 10) / gauge->divisor;
  size_t length = strlen(gauge->name);
  for (char *line = text; line; line = strchr(line, '\n')) {
    if (*line == '\n') line += 1;
    if (strncmp(line, gauge->name, length) == 0 && line[length] == ' ')
      return strtoll(line + length + 1, NULL, 10) / gauge->divisor;
  }
  return -1;
}

/* -1 where it cannot be seen. */
static int64_t read_kind(int kind) {
  int64_t first = read_gauge(&gauges[kind][0]);
  return first >= 0 ? first : read_gauge(&gauges[kind][1]);
}

int64_t cpu_time_ms(void) {
  int64_t used = read_kind(CPU);
  if (used >= 0) return used;
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

void read_usage(struct usage *usage) {
  int64_t kills = read_kind(KILLS), refusals = read_kind(REFUSALS);
  usage->cpu_time_ms = cpu_time_ms();
  usage->memory_kills = kills < 0 ? 0 : kills;
  usage->refused_processes = refusals < 0 ? 0 : refusals;
}

int64_t peak_memory_bytes(void) {
  int64_t peak = read_kind(PEAK);
  if (peak > 0) return peak;
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss * 1024;
}
