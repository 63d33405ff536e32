/* Connections into the container and out of it: bytes both ways, each side ending for itself. */
#include "runner.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct stream {
  struct stream *next;
  uint32_t channel;
  /* While it is being made. */
  struct source connecting;
  uint16_t port;
  bool tried_second;
  /* Why the first address refused: the second may not even exist. */
  int first_error;
  struct outlet *from;
  struct input to;
  bool from_ended;
  bool to_ended;
  int64_t allowance;
};

static struct stream *streams;

static struct stream *add_stream(uint32_t channel) {
  struct stream *stream = allocate(sizeof *stream);
  *stream = (struct stream){.next = streams, .channel = channel, .allowance = WINDOW_BYTES};
  stream->connecting.fd = -1;
  input_init(&stream->to, channel);
  streams = stream;
  return stream;
}

static void remove_stream(struct stream *stream) {
  source_close(&stream->connecting);
  stream->to.on_over = NULL;
  /* Nothing is granted on a channel that is gone. */
  stream->to.ends = true;
  input_close(&stream->to);
  if (stream->from) outlet_close(stream->from);
  for (struct stream **at = &streams; *at; at = &(*at)->next) {
    if (*at != stream) continue;
    *at = stream->next;
    break;
  }
  egress_closed(stream->channel);
  release_later(stream);
}

static void close_stream(struct stream *stream, const char *reason) {
  out_text('x', stream->channel, reason);
  remove_stream(stream);
}

static void on_from_end(void *owner, int error) {
  struct stream *stream = owner;
  if (error != 0) {
    close_stream(stream, strerror(error));
    return;
  }
  stream->from_ended = true;
  out_record('e', stream->channel, NULL, 0);
  if (stream->to_ended) close_stream(stream, "");
}

static void on_to_over(void *owner) {
  struct stream *stream = owner;
  stream->to_ended = true;
  if (stream->from_ended) close_stream(stream, "");
}

static void open_stream(struct stream *stream, int fd) {
  int writing = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  stream->from = outlet_open(fd, 'w', stream->channel, &stream->allowance);
  stream->from->on_end = on_from_end;
  stream->from->owner = stream;
  if (writing < 0) {
    close_stream(stream, strerror(errno));
    return;
  }
  stream->to.is_socket = true;
  stream->to.on_over = on_to_over;
  stream->to.owner = stream;
  input_attach(&stream->to, writing);
}

void stream_accepted(uint32_t channel, int fd) {
  struct stream *stream = add_stream(channel);
  out_record('n', channel, NULL, 0);
  open_stream(stream, fd);
}

/* On 127.0.0.1 first, then on ::1; -1 with errno where it is refused at once. */
static int connect_to(uint16_t port, bool second) {
  struct sockaddr_in first_address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr_in6 second_address = {
      .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  int fd = socket(second ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const struct sockaddr *address = second ? (void *)&second_address : (void *)&first_address;
  socklen_t size = second ? sizeof second_address : sizeof first_address;
  if (connect(fd, address, size) == 0 || errno == EINPROGRESS) return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

static void try_to_connect(struct stream *stream) {
  int fd = connect_to(stream->port, stream->tried_second);
  if (fd < 0 && !stream->tried_second) {
    stream->first_error = errno;
    stream->tried_second = true;
    fd = connect_to(stream->port, true);
  }
  if (fd < 0) {
    close_stream(stream, strerror(stream->first_error));
    return;
  }
  stream->connecting.fd = fd;
  stream->connecting.wanted = 0;
  source_want(&stream->connecting, EPOLLOUT);
}

static void on_connected(struct source *source, uint32_t events) {
  (void)events;
  struct stream *stream = source->owner;
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(source->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error == 0) {
    int fd = source->fd;
    source_want(source, 0);
    source->fd = -1;
    out_record('o', stream->channel, NULL, 0);
    open_stream(stream, fd);
    return;
  }
  source_close(source);
  if (stream->tried_second) {
    close_stream(stream, strerror(stream->first_error));
    return;
  }
  stream->first_error = error;
  stream->tried_second = true;
  try_to_connect(stream);
}

void dial(uint32_t channel, const char *port) {
  struct stream *stream = add_stream(channel);
  stream->port = (uint16_t)strtoul(port, NULL, 10);
  stream->connecting.on_ready = on_connected;
  stream->connecting.owner = stream;
  try_to_connect(stream);
}

/* False for what no byte stream has to do with. A stream that is gone is not missed: both sides may end it at once. */
bool stream_record(char type, uint32_t channel, char *payload, size_t length) {
  if (!strchr("wex+", type)) return false;
  struct stream *stream = streams;
  while (stream && stream->channel != channel) stream = stream->next;
  if (!stream) return true;
  if (type == 'w') input_take(&stream->to, payload, length);
  if (type == 'e') input_end(&stream->to);
  if (type == 'x') remove_stream(stream);
  if (type != '+') return true;
  stream->allowance += number_of(payload, length);
  if (stream->from) outlet_pump(stream->from);
  return true;
}
