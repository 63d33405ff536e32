/* Bytes of a program or a socket on their way to the server: read only while there is room for them and the server has
 * granted them. */
#include "runner.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TERMINAL_BYTES (1 << 20)

static struct outlet *outlets;

enum piece { PIECE_SENT, PIECE_NONE_NOW, PIECE_END };

static enum piece send_piece(struct outlet *outlet, int *error) {
  size_t room = *outlet->allowance < PIECE_BYTES ? (size_t)*outlet->allowance : PIECE_BYTES;
  ssize_t got = read(outlet->source.fd, out_reserve(room), room);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return PIECE_NONE_NOW;
  *error = got < 0 ? errno : 0;
  if (got <= 0) return PIECE_END;
  out_commit(outlet->type, outlet->channel, (size_t)got);
  *outlet->allowance -= got;
  outlet->drain_left -= got;
  return PIECE_SENT;
}

static void discard_piece(struct outlet *outlet) {
  static char thrown_away[16384];
  ssize_t got = read(outlet->source.fd, thrown_away, sizeof thrown_away);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) outlet_close(outlet);
}

static void end(struct outlet *outlet, int error) {
  source_close(&outlet->source);
  if (outlet->on_end) outlet->on_end(outlet->owner, error);
}

static bool may_send(const struct outlet *outlet) { return *outlet->allowance > 0 && !out_is_full(); }

/* While draining there may be nobody left who writes and so makes an event: it goes on by itself. */
static void drain_on(struct outlet *outlet) {
  int error = 0;
  while (outlet->drain_left > 0) {
    if (!may_send(outlet)) {
      source_want(&outlet->source, 0);
      return;
    }
    if (send_piece(outlet, &error) != PIECE_SENT) break;
  }
  outlet->is_draining = false;
  source_want(&outlet->source, 0);
  if (outlet->on_end) outlet->on_end(outlet->owner, 0);
}

void outlet_pump(struct outlet *outlet) {
  if (outlet->source.fd < 0) return;
  if (outlet->is_discarding) {
    discard_piece(outlet);
    return;
  }
  if (outlet->is_draining) {
    drain_on(outlet);
    return;
  }
  int error = 0;
  if (may_send(outlet) && send_piece(outlet, &error) == PIECE_END) end(outlet, error);
  else source_want(&outlet->source, may_send(outlet) ? EPOLLIN : 0);
}

static void on_ready(struct source *source, uint32_t events) {
  (void)events;
  outlet_pump(source->owner);
}

struct outlet *outlet_open(int fd, char type, uint32_t channel, int64_t *allowance) {
  struct outlet *outlet = allocate(sizeof *outlet);
  *outlet = (struct outlet){.next = outlets, .type = type, .channel = channel, .allowance = allowance};
  outlet->source = (struct source){.fd = fd, .on_ready = on_ready, .owner = outlet};
  outlets = outlet;
  source_want(&outlet->source, may_send(outlet) ? EPOLLIN : 0);
  return outlet;
}

void outlet_empty(struct outlet *outlet) {
  int error = 0;
  while (outlet->source.fd >= 0 && send_piece(outlet, &error) == PIECE_SENT) continue;
}

void outlet_drain(struct outlet *outlet, bool is_terminal) {
  if (outlet->source.fd < 0) return;
  int waiting = 0;
  /* A terminal does not tell all it has; its end is seen, or this is more than it can hold. */
  if (is_terminal) waiting = TERMINAL_BYTES;
  else ioctl(outlet->source.fd, FIONREAD, &waiting);
  outlet->is_draining = true;
  outlet->drain_left = waiting;
  drain_on(outlet);
}

void outlet_discard(struct outlet *outlet) {
  static int64_t everything = INT64_MAX;
  outlet->is_discarding = true;
  outlet->allowance = &everything;
  outlet->on_end = NULL;
  source_want(&outlet->source, EPOLLIN);
}

void outlet_close(struct outlet *outlet) {
  source_close(&outlet->source);
  for (struct outlet **at = &outlets; *at; at = &(*at)->next) {
    if (*at != outlet) continue;
    *at = outlet->next;
    release_later(outlet);
    return;
  }
}

static void refresh(struct outlet *outlet) {
  if (outlet->is_discarding || outlet->source.fd < 0) return;
  if (outlet->is_draining) drain_on(outlet);
  else source_want(&outlet->source, may_send(outlet) ? EPOLLIN : 0);
}

void outlets_refresh(void) {
  for (struct outlet *outlet = outlets, *next; outlet; outlet = next) {
    next = outlet->next;
    refresh(outlet);
  }
}
