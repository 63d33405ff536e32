/* What the server says: records, handed on one by one as they become whole. */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#define HEAD_BYTES 9

static struct byte_queue queue;
static struct source source = {.fd = -1};
static record_handler *handle;

static uint32_t number_at(const unsigned char *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

uint32_t number_of(const char *payload, size_t length) {
  if (length != 4) _exit(EXIT_ABANDONED);
  return number_at((const unsigned char *)payload);
}

/* Hands on what is whole; gives how many bytes the record at the front still lacks. */
static size_t hand_on(void) {
  for (;;) {
    size_t have = queue_length(&queue);
    if (have < HEAD_BYTES) return HEAD_BYTES - have;
    unsigned char *head = queue.bytes + queue.start;
    size_t length = number_at(head + 5);
    if (length > MAX_PAYLOAD) _exit(EXIT_ABANDONED);
    if (have < HEAD_BYTES + length) return HEAD_BYTES + length - have;
    /* Texts are read up to a zero byte: it stands where the next record's type is, for as long as this one is handled. */
    unsigned char after = head[HEAD_BYTES + length];
    head[HEAD_BYTES + length] = '\0';
    handle((char)head[0], number_at(head + 1), (char *)head + HEAD_BYTES, length);
    head[HEAD_BYTES + length] = after;
    queue_take(&queue, HEAD_BYTES + length);
  }
}

static void on_ready(struct source *ready, uint32_t events) {
  (void)events;
  size_t missing = hand_on();
  size_t room = missing > PIECE_BYTES ? missing : PIECE_BYTES;
  /* One more for the zero byte. */
  unsigned char *space = queue_reserve(&queue, room + 1);
  ssize_t got = read(ready->fd, space, room);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0) _exit(EXIT_ABANDONED);
  queue.end += (size_t)got;
  hand_on();
  /* What one large record took is given back to the program's share of memory. */
  if (queue_length(&queue) == 0 && queue.capacity > 4 * PIECE_BYTES) queue_free(&queue);
}

void in_open(int fd, record_handler *handler) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  handle = handler;
  source.fd = fd;
  source.on_ready = on_ready;
  source_want(&source, EPOLLIN);
}

void in_hand_to(record_handler *handler) { handle = handler; }
