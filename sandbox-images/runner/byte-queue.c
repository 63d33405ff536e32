/* Bytes that wait in one piece of memory, which grows and is moved together when its front has been taken. */
#include "runner.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t queue_length(const struct byte_queue *queue) { return queue->end - queue->start; }

unsigned char *queue_reserve(struct byte_queue *queue, size_t length) {
  size_t used = queue_length(queue);
  if (used == 0) queue->start = queue->end = 0;
  if (queue->capacity - queue->end >= length) return queue->bytes + queue->end;
  if (queue->start >= used && queue->capacity - used >= length) {
    memcpy(queue->bytes, queue->bytes + queue->start, used);
  } else {
    size_t capacity = queue->capacity * 2;
    if (capacity < used + length) capacity = used + length;
    unsigned char *bytes = malloc(capacity);
    if (!bytes) _exit(EXIT_ABANDONED);
    if (used > 0) memcpy(bytes, queue->bytes + queue->start, used);
    free(queue->bytes);
    queue->bytes = bytes;
    queue->capacity = capacity;
  }
  queue->start = 0;
  queue->end = used;
  return queue->bytes + used;
}

void queue_append(struct byte_queue *queue, const void *bytes, size_t length) {
  if (length == 0) return;
  memcpy(queue_reserve(queue, length), bytes, length);
  queue->end += length;
}

void queue_take(struct byte_queue *queue, size_t length) {
  queue->start += length;
  if (queue->start == queue->end) queue->start = queue->end = 0;
}

void queue_free(struct byte_queue *queue) {
  free(queue->bytes);
  *queue = (struct byte_queue){0};
}
