/* Bytes of the server for a program or a socket, which takes them when it wants to, or never. */
#include "runner.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

void input_init(struct input *input, uint32_t channel) {
  *input = (struct input){.sink = {.fd = -1}, .channel = channel};
}

/* The ends of input that a terminal is told of are not counted by the server. */
#define SLACK_BYTES 64

/* What was taken, or thrown away, may be sent again. */
static void grant(struct input *input, size_t length) {
  input->ungranted += (uint32_t)length;
  if (input->ungranted < WINDOW_BYTES / 4 || input->ends) return;
  uint32_t more = input->ungranted;
  const unsigned char bytes[4] = {(unsigned char)(more >> 24), (unsigned char)(more >> 16), (unsigned char)(more >> 8),
                                  (unsigned char)more};
  input->ungranted = 0;
  out_record('+', input->channel, bytes, sizeof bytes);
}

/* Nothing more will be taken; what comes from now on is thrown away. */
void input_close(struct input *input) {
  source_close(&input->sink);
  size_t rest = queue_length(&input->pending);
  queue_free(&input->pending);
  input->is_over = true;
  if (rest > 0) grant(input, rest);
}

static void finish(struct input *input) {
  if (input->is_socket) shutdown(input->sink.fd, SHUT_WR);
  input_close(input);
  if (input->on_over) input->on_over(input->owner);
}

/* Gives the receiver as much as it takes now; false where it takes no more at all. */
static bool pass_on(struct input *input, const unsigned char **bytes, size_t *length) {
  while (*length > 0) {
    ssize_t written = write(input->sink.fd, *bytes, *length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) return true;
    if (written <= 0) return false;
    *bytes += written;
    *length -= (size_t)written;
    grant(input, (size_t)written);
  }
  return true;
}

static void settle(struct input *input) {
  bool is_empty = queue_length(&input->pending) == 0;
  if (is_empty && input->ends) finish(input);
  else source_want(&input->sink, is_empty ? 0 : EPOLLOUT);
}

static void on_ready(struct source *source, uint32_t events) {
  (void)events;
  struct input *input = source->owner;
  const unsigned char *bytes = input->pending.bytes + input->pending.start;
  size_t before = queue_length(&input->pending), left = before;
  bool is_open = pass_on(input, &bytes, &left);
  queue_take(&input->pending, before - left);
  if (is_open) settle(input);
  else finish(input);
}

void input_attach(struct input *input, int fd) {
  input->sink = (struct source){.fd = fd, .on_ready = on_ready, .owner = input};
  settle(input);
}

void input_take(struct input *input, const void *bytes, size_t length) {
  if (input->is_over || input->ends) {
    grant(input, length);
    return;
  }
  const unsigned char *at = bytes;
  if (input->sink.fd >= 0 && queue_length(&input->pending) == 0 && !pass_on(input, &at, &length)) {
    grant(input, length);
    finish(input);
    return;
  }
  /* More than was granted: this is not the server that the protocol speaks of. */
  if (queue_length(&input->pending) + length > WINDOW_BYTES + SLACK_BYTES) _exit(EXIT_ABANDONED);
  queue_append(&input->pending, at, length);
  if (input->sink.fd >= 0) settle(input);
}

void input_end(struct input *input) {
  if (input->is_over || input->ends) return;
  /* A terminal has no end, but a character that says so. */
  if (input->is_terminal) {
    input_take(input, "\x04", 1);
    return;
  }
  input->ends = true;
  if (input->sink.fd >= 0) settle(input);
}
