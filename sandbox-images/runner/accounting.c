/* What the container has used, from its control group where that is visible (version 1 or 2), else from the kernel's
 * own count of ended children. */
#include "runner.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define CGROUP "/sys/fs/cgroup/"

static bool read_text(const char *path, char *text, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t got = read(file, text, size - 1);
  close(file);
  if (got < 0) return false;
  text[got] = '\0';
  return true;
}

/* The number after `name` in lines of "name number", or the whole file where `name` is empty; -1 where unseen. */
static int64_t read_number(const char *path, const char *name) {
  char text[4096];
  if (!read_text(path, text, sizeof text)) return -1;
  if (name[0] == '\0') return strtoll(text, NULL, 10);
  size_t length = strlen(name);
  for (char *line = text; line; line = strchr(line, '\n')) {
    if (*line == '\n') line += 1;
    if (strncmp(line, name, length) == 0 && line[length] == ' ') return strtoll(line + length + 1, NULL, 10);
  }
  return -1;
}

static int64_t first_seen(int64_t first, int64_t second) { return first >= 0 ? first : second >= 0 ? second : 0; }

static int64_t children_cpu_ms(void) {
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

void read_usage(struct usage *usage) {
  int64_t nanoseconds = read_number(CGROUP "cpuacct/cpuacct.usage", "");
  int64_t microseconds = nanoseconds >= 0 ? -1 : read_number(CGROUP "cpu.stat", "usage_usec");
  if (nanoseconds >= 0) usage->cpu_time_ms = nanoseconds / 1000000;
  else if (microseconds >= 0) usage->cpu_time_ms = microseconds / 1000;
  else usage->cpu_time_ms = children_cpu_ms();
  usage->memory_kills = first_seen(read_number(CGROUP "memory/memory.oom_control", "oom_kill"),
                                   read_number(CGROUP "memory.events", "oom_kill"));
  usage->refused_processes =
      first_seen(read_number(CGROUP "pids/pids.events", "max"), read_number(CGROUP "pids.events", "max"));
}

int64_t peak_memory_bytes(void) {
  int64_t peak = first_seen(read_number(CGROUP "memory/memory.max_usage_in_bytes", ""),
                            read_number(CGROUP "memory.peak", ""));
  if (peak > 0) return peak;
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss * 1024;
}

bool work_is_full(void) {
  struct statvfs work;
  return statvfs(WORK_FOLDER, &work) == 0 && (work.f_bavail == 0 || work.f_favail == 0);
}
