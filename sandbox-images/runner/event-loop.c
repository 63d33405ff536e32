/* One thread, one epoll: whatever can be read or written is handled in turns, and nothing in a turn may block. */
#include "runner.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_PER_TURN 64

static int epoll_fd = -1;
static void **released;
static size_t released_count;
static size_t released_room;

int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void *allocate(size_t bytes) {
  void *memory = calloc(1, bytes);
  if (!memory) _exit(EXIT_ABANDONED);
  return memory;
}

void release_later(void *memory) {
  if (released_count == released_room) {
    released_room = released_room * 2 + 16;
    released = realloc(released, released_room * sizeof *released);
    if (!released) _exit(EXIT_ABANDONED);
  }
  released[released_count++] = memory;
}

void loop_open(void) {
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_fd < 0) _exit(EXIT_ABANDONED);
}

/* A source of which nothing is wanted is taken out: the kernel reports hang-ups whether they are wanted or not. */
void source_want(struct source *source, uint32_t events) {
  if (source->fd < 0 || source->wanted == events) return;
  struct epoll_event event = {.events = events, .data.ptr = source};
  int operation = events == 0 ? EPOLL_CTL_DEL : source->wanted == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  if (epoll_ctl(epoll_fd, operation, source->fd, &event) == 0) source->wanted = events;
}

void source_close(struct source *source) {
  if (source->fd < 0) return;
  source_want(source, 0);
  close(source->fd);
  source->fd = -1;
}

/* Says what there is to say before it waits, and wakes what waited for room. */
static void speak(void) {
  out_flush();
  while (out_has_room_again()) {
    outlets_refresh();
    egress_resume();
    out_flush();
  }
}

void loop_turn(int64_t timeout_ms) {
  struct epoll_event events[EVENTS_PER_TURN];
  int timeout = timeout_ms < 0 ? -1 : timeout_ms > 3600000 ? 3600000 : (int)timeout_ms;
  speak();
  int count = epoll_wait(epoll_fd, events, EVENTS_PER_TURN, timeout);
  if (count < 0 && errno != EINTR) _exit(EXIT_ABANDONED);
  for (int index = 0; index < count; index += 1) {
    struct source *source = events[index].data.ptr;
    if (source->fd >= 0 && source->wanted != 0) source->on_ready(source, events[index].events);
  }
  while (released_count > 0) free(released[--released_count]);
}
