/* The ports that something listens on, as the kernel lists them. */
#include "runner.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PORTS 256
#define MAX_LINES 20000
#define LISTENING 0x0A

struct port_list {
  unsigned ports[MAX_PORTS];
  size_t count;
};

static struct port_list known;

static void add_port(struct port_list *list, unsigned port) {
  size_t at = 0;
  while (at < list->count && list->ports[at] < port) at += 1;
  if (port == PROXY_PORT || list->count == MAX_PORTS || (at < list->count && list->ports[at] == port)) return;
  memmove(list->ports + at + 1, list->ports + at, (list->count - at) * sizeof *list->ports);
  list->ports[at] = port;
  list->count += 1;
}

/* Whether the address, as the kernel's file has it, takes connections to 127.0.0.1 or ::1. */
static bool takes_local(const char *address) {
  char any[33], loopback[33], mapped[33];
  unsigned word = htonl(INADDR_LOOPBACK);
  if (strlen(address) == 8) {
    snprintf(loopback, sizeof loopback, "%08X", word);
    return strcmp(address, "00000000") == 0 || strcmp(address, loopback) == 0;
  }
  snprintf(any, sizeof any, "%032X", 0);
  snprintf(loopback, sizeof loopback, "%024X%08X", 0, htonl(1));
  snprintf(mapped, sizeof mapped, "%016X%08X%08X", 0, htonl(0xffff), word);
  return strcmp(address, any) == 0 || strcmp(address, loopback) == 0 || strcmp(address, mapped) == 0;
}

static void read_table(const char *path, struct port_list *found) {
  FILE *file = fopen(path, "re");
  if (!file) return;
  char line[512];
  for (int lines = 0; lines < MAX_LINES && fgets(line, sizeof line, file); lines += 1) {
    char address[33];
    unsigned port, state;
    if (sscanf(line, " %*d: %32[0-9A-F]:%X %*[0-9A-F]:%*X %X", address, &port, &state) != 3) continue;
    if (state == LISTENING && takes_local(address)) add_port(found, port);
  }
  fclose(file);
}

void report_ports(void) {
  struct port_list found = {0};
  read_table("/proc/net/tcp", &found);
  read_table("/proc/net/tcp6", &found);
  if (found.count == known.count && memcmp(found.ports, known.ports, found.count * sizeof *found.ports) == 0) return;
  known = found;
  char text[MAX_PORTS * 8];
  size_t length = 0;
  for (size_t index = 0; index < found.count; index += 1)
    length += (size_t)snprintf(text + length, sizeof text - length, "%u", found.ports[index]) + 1;
  out_record('l', 0, text, length);
}
