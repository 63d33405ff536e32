/* How much the installed packages take: the engine's volumes have no limit of their own. */
#include "runner.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DEPTH 64
/* What a file takes at least, be it empty. */
#define ENTRY_BYTES 512

static int64_t bytes_of(const struct stat *about) {
  int64_t bytes = (int64_t)about->st_blocks * 512;
  if (bytes < ENTRY_BYTES) bytes = ENTRY_BYTES;
  /* A file with several names counts once. */
  return S_ISDIR(about->st_mode) || about->st_nlink == 0 ? bytes : bytes / (int64_t)about->st_nlink;
}

/* Takes what the folder holds from `left`, until nothing is left. */
static void count_folder(int parent, const char *name, dev_t device, int depth, int64_t *left) {
  int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *entries = folder < 0 ? NULL : fdopendir(folder);
  if (!entries) {
    if (folder >= 0) close(folder);
    return;
  }
  for (struct dirent *entry; *left >= 0 && (entry = readdir(entries));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    struct stat about;
    if (fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0 || about.st_dev != device) continue;
    *left -= bytes_of(&about);
    if (S_ISDIR(about.st_mode) && depth < MAX_DEPTH) count_folder(folder, entry->d_name, device, depth + 1, left);
  }
  closedir(entries);
}

bool dependencies_exceed(int64_t bytes) {
  struct stat about;
  int64_t left = bytes;
  if (lstat(DEPENDENCY_FOLDER, &about) == 0) count_folder(AT_FDCWD, DEPENDENCY_FOLDER, about.st_dev, 0, &left);
  return left < 0;
}
