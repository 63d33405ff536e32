/* What the agent says. It is queued and written as the server takes it, so that a server that is slow to read holds up
 * neither the watch over time limits nor anything else. */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define HEAD_BYTES 9
#define FULL_BYTES (1u << 20)

static struct byte_queue queue;
static struct source sink = {.fd = -1};
static bool somebody_waits;

static void on_ready(struct source *source, uint32_t events) {
  (void)source;
  (void)events;
  out_flush();
}

void out_open(int fd) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  sink.fd = fd;
  sink.on_ready = on_ready;
}

unsigned char *out_reserve(size_t length) { return queue_reserve(&queue, HEAD_BYTES + length) + HEAD_BYTES; }

void out_commit(char type, uint32_t channel, size_t length) {
  unsigned char *head = queue.bytes + queue.end;
  head[0] = (unsigned char)type;
  for (int index = 0; index < 4; index += 1) {
    head[1 + index] = (unsigned char)(channel >> (24 - 8 * index));
    head[5 + index] = (unsigned char)(length >> (24 - 8 * index));
  }
  queue.end += HEAD_BYTES + length;
}

void out_record(char type, uint32_t channel, const void *bytes, size_t length) {
  unsigned char *payload = out_reserve(length);
  if (length > 0) memcpy(payload, bytes, length);
  out_commit(type, channel, length);
}

void out_text(char type, uint32_t channel, const char *text) { out_record(type, channel, text, strlen(text)); }

bool out_is_full(void) {
  bool is_full = queue_length(&queue) >= FULL_BYTES;
  if (is_full) somebody_waits = true;
  return is_full;
}

bool out_has_room_again(void) {
  if (!somebody_waits || queue_length(&queue) >= FULL_BYTES) return false;
  somebody_waits = false;
  return true;
}

void out_flush(void) {
  while (queue_length(&queue) > 0) {
    ssize_t written = write(sink.fd, queue.bytes + queue.start, queue_length(&queue));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) break;
    if (written <= 0) _exit(EXIT_ABANDONED);
    queue_take(&queue, (size_t)written);
  }
  source_want(&sink, queue_length(&queue) > 0 ? EPOLLOUT : 0);
}

void out_flush_to(size_t left) {
  for (;;) {
    out_flush();
    if (queue_length(&queue) <= left) return;
    struct pollfd waiting = {.fd = sink.fd, .events = POLLOUT};
    poll(&waiting, 1, -1);
  }
}
