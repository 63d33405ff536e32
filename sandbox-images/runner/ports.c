/*
 * The ports that something listens on, as the kernel lists them. The list costs it a walk over the whole machine's
 * table of connections; how many sockets there are costs next to nothing, and tells when the list is worth a look.
 */
#include "runner.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_PORTS 256
#define MAX_LINES 20000
#define LISTENING 0x0A
/* One socket may have taken another's place. */
#define LOOK_ANYWAY_MS 3000

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

/* Whether an address takes connections to 127.0.0.1 or ::1. */
static bool takes_local(const uint32_t *address, bool is_second) {
  const uint32_t loopback = htonl(INADDR_LOOPBACK);
  if (!is_second) return address[0] == 0 || address[0] == loopback;
  if (address[0] != 0 || address[1] != 0) return false;
  if (address[2] == htonl(0xffff)) return address[3] == loopback;
  return address[2] == 0 && (address[3] == 0 || address[3] == htonl(1));
}

static void read_table(const char *path, bool is_second, struct port_list *found) {
  FILE *file = fopen(path, "re");
  if (!file) return;
  char line[512];
  for (int lines = 0; lines < MAX_LINES && fgets(line, sizeof line, file); lines += 1) {
    uint32_t address[4] = {0};
    unsigned port, state;
    int got = is_second ? sscanf(line, " %*d: %8x%8x%8x%8x:%x %*[0-9A-F]:%*x %x", &address[0], &address[1],
                                 &address[2], &address[3], &port, &state)
                        : sscanf(line, " %*d: %8x:%x %*[0-9A-F]:%*x %x", &address[0], &port, &state);
    if (got == (is_second ? 6 : 3) && state == LISTENING && takes_local(address, is_second)) add_port(found, port);
  }
  fclose(file);
}

/* How many sockets of TCP there are; -1 where the kernel does not tell. */
static int64_t count_sockets(const char *path, const char *form) {
  char text[1024];
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t got = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  if (got < 0) return -1;
  text[got] = '\0';
  const char *line = strstr(text, form);
  int count;
  return line && sscanf(line + strlen(form), "%d", &count) == 1 ? count : -1;
}

static bool is_worth_a_look(void) {
  static int64_t last_first = -1, last_second = -1, last_look_ms;
  int64_t first = count_sockets("/proc/net/sockstat", "TCP: inuse ");
  int64_t second = count_sockets("/proc/net/sockstat6", "TCP6: inuse ");
  bool is_same = first >= 0 && first == last_first && second == last_second;
  if (is_same && now_ms() - last_look_ms < LOOK_ANYWAY_MS) return false;
  last_first = first;
  last_second = second;
  last_look_ms = now_ms();
  return true;
}

void report_ports(void) {
  struct port_list found = {0};
  if (!is_worth_a_look()) return;
  read_table("/proc/net/tcp", false, &found);
  read_table("/proc/net/tcp6", true, &found);
  if (found.count == known.count && memcmp(found.ports, known.ports, found.count * sizeof *found.ports) == 0) return;
  known = found;
  char text[MAX_PORTS * 8];
  size_t length = 0;
  for (size_t index = 0; index < found.count; index += 1)
    length += (size_t)snprintf(text + length, sizeof text - length, "%u", found.ports[index]) + 1;
  out_record('l', 0, text, length);
}
