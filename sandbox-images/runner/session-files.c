/* Lists and reads the files of a session while its programs may change them. */
#include "runner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_LISTED 5000
#define MAX_SEEN 50000
#define MAX_DEPTH 48

struct listing {
  uint32_t channel;
  char path[PATH_MAX];
  int listed;
  int seen;
  bool is_cut;
};

struct reading {
  struct reading *next;
  uint32_t channel;
  int file;
  int64_t left;
};

static struct reading *readings;

static bool is_left_out(const char *name) {
  const char *const names[] = {"node_modules", ".git",   "__pycache__", ".venv",         "venv",
                               "target",       ".cache", ".npm",        ".pytest_cache", ".vite"};
  for (size_t index = 0; index < sizeof names / sizeof names[0]; index += 1) {
    if (strcmp(name, names[index]) == 0) return true;
  }
  return false;
}

static void say_file(struct listing *listing, size_t path_length, const struct stat *about) {
  char text[PATH_MAX + 64];
  memcpy(text, listing->path, path_length + 1);
  int64_t version = (int64_t)about->st_mtim.tv_sec * 1000000000 + about->st_mtim.tv_nsec;
  int length = snprintf(text + path_length + 1, 64, "%" PRId64 "%c%" PRId64 "%c", (int64_t)about->st_size, '\0',
                        version, '\0');
  out_record('t', listing->channel, text, path_length + 1 + (size_t)length);
  listing->listed += 1;
}

static void list_folder(struct listing *listing, int parent, const char *name, size_t path_length, int depth);

static void list_entry(struct listing *listing, int folder, const char *name, size_t path_length, int depth) {
  size_t name_length = strlen(name);
  listing->seen += 1;
  if (listing->listed >= MAX_LISTED || listing->seen > MAX_SEEN || path_length + name_length + 2 > PATH_MAX) {
    listing->is_cut = true;
    return;
  }
  if (path_length > 0) listing->path[path_length++] = '/';
  memcpy(listing->path + path_length, name, name_length + 1);
  path_length += name_length;
  struct stat about;
  if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (S_ISREG(about.st_mode)) say_file(listing, path_length, &about);
  if (!S_ISDIR(about.st_mode) || is_left_out(name)) return;
  if (depth >= MAX_DEPTH) listing->is_cut = true;
  else list_folder(listing, folder, name, path_length, depth + 1);
}

static void list_folder(struct listing *listing, int parent, const char *name, size_t path_length, int depth) {
  int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *entries = folder < 0 ? NULL : fdopendir(folder);
  if (!entries) {
    if (folder >= 0) close(folder);
    return;
  }
  for (struct dirent *entry; !listing->is_cut && (entry = readdir(entries));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    list_entry(listing, folder, entry->d_name, path_length, depth);
  }
  closedir(entries);
}

void list_files(uint32_t channel) {
  static struct listing listing;
  listing.channel = channel;
  listing.listed = listing.seen = 0;
  listing.is_cut = false;
  list_folder(&listing, AT_FDCWD, WORK_FOLDER, 0, 0);
  out_text('T', channel, listing.is_cut ? "1" : "");
}

static void end_reading(struct reading *reading) {
  close(reading->file);
  for (struct reading **at = &readings; *at; at = &(*at)->next) {
    if (*at != reading) continue;
    *at = reading->next;
    break;
  }
  release_later(reading);
}

void read_file(uint32_t channel, const char *path, int64_t most_bytes) {
  int64_t bytes;
  int file = open_regular(path, &bytes);
  if (file >= 0 && bytes > most_bytes) {
    close(file);
    file = -1;
    errno = EFBIG;
  }
  if (file < 0) {
    out_text('x', channel, strerrorname_np(errno));
    return;
  }
  struct reading *reading = allocate(sizeof *reading);
  *reading = (struct reading){.next = readings, .channel = channel, .file = file, .left = bytes};
  readings = reading;
}

/* One piece of the file; what is written to it meanwhile beyond its first length is not read. */
static void read_piece(struct reading *reading) {
  size_t room = reading->left < PIECE_BYTES ? (size_t)reading->left : PIECE_BYTES;
  ssize_t got = room == 0 ? 0 : read(reading->file, out_reserve(room), room);
  if (got < 0) out_text('x', reading->channel, strerrorname_np(errno));
  if (got == 0) out_record('T', reading->channel, NULL, 0);
  if (got > 0) out_commit('b', reading->channel, (size_t)got);
  reading->left -= got;
  if (got <= 0) end_reading(reading);
}

bool continue_reading(void) {
  for (struct reading *reading = readings, *next; reading && !out_is_full(); reading = next) {
    next = reading->next;
    read_piece(reading);
  }
  return readings != NULL;
}
