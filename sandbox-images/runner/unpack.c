/* Puts files in place and removes them. Paths were checked by the server; what they lead through is not trusted. */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int current_file = -1;
static char current_path[PATH_MAX];

void unpack_done(void) {
  if (current_file >= 0 && close(current_file) != 0) set_fault("could not write", current_path, errno);
  current_file = -1;
}

/* An existing file keeps its place, so that what watches it sees a change. */
static int open_to_write(int folder, const char *name) {
  const int how = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  int file = openat(folder, name, how, 0644);
  struct stat about;
  if (file < 0 || (fstat(file, &about) == 0 && S_ISREG(about.st_mode) && ftruncate(file, 0) == 0)) return file;
  close(file);
  errno = EEXIST;
  return -1;
}

void unpack_file(const char *path) {
  unpack_done();
  snprintf(current_path, sizeof current_path, "%s", path);
  const char *name;
  int folder = open_parent(path, true, &name);
  /* A path that ends in a slash is a folder. */
  if (folder >= 0 && *name != '\0') current_file = open_to_write(folder, name);
  if (folder < 0 || (*name != '\0' && current_file < 0)) set_fault("could not create", path, errno);
  if (folder >= 0) close(folder);
}

void unpack_bytes(const unsigned char *bytes, size_t length) {
  while (length > 0 && current_file >= 0) {
    ssize_t written = write(current_file, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      set_fault("could not write", current_path, errno);
      close(current_file);
      current_file = -1;
      return;
    }
    bytes += written;
    length -= (size_t)written;
  }
}

/* `link` newline `target`; left alone where something of that name is there already. */
void make_link(char *link_and_target) {
  unpack_done();
  char *target = strchr(link_and_target, '\n');
  if (!target) _exit(EXIT_ABANDONED);
  *target++ = '\0';
  const char *name;
  int folder = open_parent(link_and_target, true, &name);
  if (folder < 0 || (symlinkat(target, folder, name) != 0 && errno != EEXIST))
    set_fault("could not link", link_and_target, errno);
  if (folder >= 0) close(folder);
}

/* Removes the folders above a path that are empty now, up to the working folder. */
static void remove_empty_parents(char *path) {
  for (char *slash; (slash = strrchr(path, '/')) && slash != path;) {
    *slash = '\0';
    const char *name;
    int folder = open_parent(path, false, &name);
    if (folder < 0) return;
    bool is_removed = unlinkat(folder, name, AT_REMOVEDIR) == 0;
    close(folder);
    if (!is_removed) return;
  }
}

void remove_file(const char *path) {
  unpack_done();
  const char *name;
  int folder = open_parent(path, false, &name);
  if (folder < 0 && errno == ENOENT) return;
  if (folder < 0 || (unlinkat(folder, name, 0) != 0 && errno != ENOENT))
    set_fault("could not delete", path, errno);
  if (folder < 0) return;
  close(folder);
  snprintf(current_path, sizeof current_path, "%s", path);
  if (path[0] != '/') remove_empty_parents(current_path);
}
