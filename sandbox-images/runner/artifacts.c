/* Sends the regular files below output/. Every process of the program is dead by now, so nothing changes underneath. */
#include "runner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DEPTH 64
#define MAX_SKIPPED 100
/* So much may wait to be taken before the next file is read. */
#define QUEUED_BYTES (4 * PIECE_BYTES)

/* Beyond this size a file of which less than an eighth is stored is a hole: it cost the program nothing and would cost
 * the server's disk all of it. */
#define HOLE_BYTES (16 << 20)

static char path[MAX_DEPTH * 256 + 512];
static int64_t max_depth;
static int64_t bytes_left;
static int sent_files;
static int skipped_files;

static void skip(const char *reason) {
  skipped_files += 1;
  if (skipped_files > MAX_SKIPPED) return;
  out_text('s', 0, path);
  out_text('y', 0, reason);
  out_flush_to(QUEUED_BYTES);
}

static const char *reason_against(const struct stat *about) {
  if (S_ISLNK(about->st_mode)) return "links are not followed";
  if (S_ISFIFO(about->st_mode)) return "named pipes are not files";
  if (S_ISSOCK(about->st_mode)) return "sockets are not files";
  if (!S_ISREG(about->st_mode)) return "only regular files are collected";
  if (about->st_size > HOLE_BYTES && (int64_t)about->st_blocks * 512 < about->st_size / 8)
    return "a sparse file: nearly all of it is holes";
  if (sent_files >= request.artifact_files) return "too many files in output/";
  if (about->st_size > bytes_left) return "too large: the files in output/ exceed the limit for what is kept";
  return NULL;
}

static void send_file(int folder, const char *name, const struct stat *about) {
  int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0 && errno == EACCES && fchmodat(folder, name, 0600, 0) == 0)
    file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) {
    skip("the file cannot be read");
    return;
  }
  sent_files += 1;
  bytes_left -= about->st_size;
  out_text('f', 0, path);
  ssize_t got;
  while ((got = read(file, out_reserve(PIECE_BYTES), PIECE_BYTES)) > 0) {
    out_commit('b', 0, (size_t)got);
    out_flush_to(QUEUED_BYTES);
  }
  close(file);
}

static void send_folder(int parent, const char *name, size_t path_length, int depth);

static void send_entry(int folder, const char *name, size_t path_length, int depth) {
  size_t name_length = strlen(name);
  if (path_length + name_length + 2 > sizeof path) return;
  if (path_length > 0) path[path_length++] = '/';
  memcpy(path + path_length, name, name_length + 1);
  struct stat about;
  if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
    skip("the file cannot be read");
    return;
  }
  if (S_ISDIR(about.st_mode)) {
    if (depth >= max_depth) skip("the folders are nested too deeply");
    else send_folder(folder, name, path_length + name_length, depth + 1);
    return;
  }
  const char *reason = reason_against(&about);
  if (reason) skip(reason);
  else send_file(folder, name, &about);
}

static void send_folder(int parent, const char *name, size_t path_length, int depth) {
  const int how = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  int folder = openat(parent, name, how);
  if (folder < 0 && errno == EACCES && fchmodat(parent, name, 0700, 0) == 0) folder = openat(parent, name, how);
  DIR *entries = folder < 0 ? NULL : fdopendir(folder);
  if (!entries) {
    if (folder >= 0) close(folder);
    skip("the folder cannot be read");
    return;
  }
  for (struct dirent *entry; (entry = readdir(entries));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    path[path_length] = '\0';
    send_entry(folder, entry->d_name, path_length, depth);
  }
  closedir(entries);
}

void send_artifacts(void) {
  bytes_left = request.artifact_bytes;
  max_depth = request.artifact_depth < MAX_DEPTH ? request.artifact_depth : MAX_DEPTH;
  int work = open(WORK_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct stat about;
  if (work < 0 || fstatat(work, "output", &about, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (S_ISDIR(about.st_mode)) {
    send_folder(work, "output", 0, 0);
  } else {
    strcpy(path, "output");
    skip("output is not a folder");
  }
  if (skipped_files > MAX_SKIPPED) {
    snprintf(path, sizeof path, "output");
    char reason[64];
    snprintf(reason, sizeof reason, "%d more were skipped", skipped_files - MAX_SKIPPED);
    out_text('s', 0, path);
    out_text('y', 0, reason);
  }
  close(work);
}
