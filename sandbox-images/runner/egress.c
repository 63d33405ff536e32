/* The one way out: programs connect to a port of the loopback, and each connection becomes a channel to the server,
 * which decides what it may reach. */
#include "runner.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_CHANNEL 0x80000000u
#define MAX_TUNNELS 128
#define BACKLOG 1024

static struct source listener = {.fd = -1};
static uint32_t next_channel = FIRST_CHANNEL;
static int tunnels;

static void on_connection(struct source *source, uint32_t events) {
  (void)events;
  /* A program that connects and gives up again and again would be told of without end. */
  if (out_is_full()) {
    source_want(source, 0);
    return;
  }
  int fd = accept4(source->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) {
    /* Without descriptors it waits until a connection has ended. */
    if ((errno == EMFILE || errno == ENFILE) && tunnels > 0) source_want(source, 0);
    return;
  }
  tunnels += 1;
  if (tunnels >= MAX_TUNNELS) source_want(source, 0);
  uint32_t channel = next_channel;
  next_channel = next_channel == UINT32_MAX ? FIRST_CHANNEL : next_channel + 1;
  stream_accepted(channel, fd);
}

void egress_resume(void) { source_want(&listener, tunnels < MAX_TUNNELS ? EPOLLIN : 0); }

void egress_closed(uint32_t channel) {
  if (channel < FIRST_CHANNEL) return;
  tunnels -= 1;
  egress_resume();
}

void egress_open(void) {
  const struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(PROXY_PORT), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0) {
    set_fault("could not listen on", "127.0.0.1:3128", errno);
    return;
  }
  listener.fd = fd;
  listener.on_ready = on_connection;
  source_want(&listener, EPOLLIN);
}
