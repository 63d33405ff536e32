/*
 * Opens paths folder by folder and follows no link. The programs of a session can put links, pipes and devices where
 * the server expects its files; one to /proc/1/fd would let them write into the agent's own report.
 */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

static int step_into(int folder, const char *name, bool make) {
  if (strcmp(name, "..") == 0) {
    errno = EINVAL;
    return -1;
  }
  int next = openat(folder, name, FOLDER);
  if (next >= 0 || errno != ENOENT || !make) return next;
  if (mkdirat(folder, name, 0755) != 0 && errno != EEXIST) return -1;
  return openat(folder, name, FOLDER);
}

/* The folder that `path` is in, and in `name` what is left of it: empty where the path ends in a slash. A path is
 * relative to the working folder or absolute. -1 with errno where there is no such folder. */
int open_parent(const char *path, bool make, const char **name) {
  int folder = open(path[0] == '/' ? "/" : WORK_FOLDER, FOLDER);
  while (folder >= 0) {
    while (*path == '/') path += 1;
    const char *slash = strchr(path, '/');
    if (!slash) break;
    char step[NAME_MAX + 1];
    size_t length = (size_t)(slash - path);
    int next = -1;
    if (length > NAME_MAX) {
      errno = ENAMETOOLONG;
    } else {
      memcpy(step, path, length);
      step[length] = '\0';
      next = step_into(folder, step, make);
    }
    int error = errno;
    close(folder);
    errno = error;
    folder = next;
    path = slash + 1;
  }
  *name = path;
  return folder;
}

/* A regular file to read, and how long it is now; -1 with errno, EINVAL for what is no regular file. */
int open_regular(const char *path, int64_t *bytes) {
  const char *name;
  int folder = open_parent(path, false, &name);
  if (folder < 0) return -1;
  int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  int error = errno;
  close(folder);
  struct stat about;
  if (file >= 0 && (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))) {
    close(file);
    file = -1;
    error = EINVAL;
  }
  errno = error;
  if (file >= 0) *bytes = about.st_size;
  return file;
}
