/* A session: what the server asks for, as it asks, until it goes away. */
#include "runner.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PORTS_MS 300

/* Answers when everything before is done, and says what went wrong since the last time. */
static void answer_writes(uint32_t channel) {
  unpack_done();
  out_text('T', channel, request.fault);
  request.fault[0] = '\0';
}

static void read_as_asked(uint32_t channel, char *payload, size_t length) {
  const char *end = payload + length;
  const char *path = next_text(&payload, end);
  read_file(channel, path, strtoll(next_text(&payload, end), NULL, 10));
}

static bool file_record(char type, uint32_t channel, char *payload, size_t length) {
  switch (type) {
    case 'F': unpack_file(payload); return true;
    case 'B': unpack_bytes((unsigned char *)payload, length); return true;
    case 'D': remove_file(payload); return true;
    case 'Y': answer_writes(channel); return true;
    case 'A': list_files(channel); return true;
    case 'G': read_as_asked(channel, payload, length); return true;
    default: return false;
  }
}

static void on_record(char type, uint32_t channel, char *payload, size_t length) {
  if (file_record(type, channel, payload, length)) return;
  if (type == 'p') process_start(channel, payload, length);
  else if (type == 'd') dial(channel, payload);
  else if (process_record(type, channel, payload, length)) return;
  else if (!stream_record(type, channel, payload, length)) _exit(EXIT_ABANDONED);
}

void session_begin(void) {
  in_hand_to(on_record);
  reaper_hand_to(process_ended);
  if (request.fault[0] != '\0') out_text('X', 0, request.fault);
  request.fault[0] = '\0';
  out_record('o', 0, NULL, 0);
}

static int64_t at_least_none(int64_t ms) { return ms > 0 ? ms : 0; }

void session_serve(void) {
  int64_t next_ports_ms = 0;
  bool had_children = false;
  for (;;) {
    bool has_more = continue_reading();
    int64_t now = now_ms();
    /* Once more after the last process, whose ports are gone. */
    bool looks = has_children() || had_children;
    if (looks && now >= next_ports_ms) {
      report_ports();
      had_children = has_children();
      next_ports_ms = now + PORTS_MS;
    }
    out_flush();
    /* Where there is no room the loop wakes as soon as there is. */
    bool is_busy = has_more && !out_is_full();
    loop_turn(is_busy ? 0 : looks ? at_least_none(next_ports_ms - now_ms()) : -1);
  }
}
