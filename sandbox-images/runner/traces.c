/* What a program leaves to be seen that ran into a limit which the kernel tells to it alone: full descriptor tables,
 * full folders, files as large as they may be. */
#include "runner.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define MAX_DEPTH 32
/* Looking for a file is given up after so many. */
#define MAX_ENTRIES 20000

/* A folder that has no memory file system of its own has the limits of somebody else's disk. */
static bool is_own(const char *folder, struct statfs *about) {
  return statfs(folder, about) == 0 && about->f_type == TMPFS_MAGIC;
}

static void look_at_folder(const char *folder, struct traces *traces) {
  struct statfs about;
  if (!is_own(folder, &about)) return;
  if (about.f_blocks > 0 && about.f_bavail == 0) traces->work_full = true;
  if (about.f_files > 0 && about.f_ffree == 0) traces->inodes_full = true;
}

static int64_t count_open_files(int process) {
  struct stat about;
  if (fstatat(process, "fd", &about, 0) != 0) return 0;
  /* Newer kernels tell the number as the folder's size. */
  if (about.st_size > 0) return about.st_size;
  int folder = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *entries = folder < 0 ? NULL : fdopendir(folder);
  if (!entries) {
    if (folder >= 0) close(folder);
    return 0;
  }
  int64_t count = 0;
  for (struct dirent *entry; (entry = readdir(entries));) count += entry->d_name[0] != '.';
  closedir(entries);
  return count;
}

/* Whether a process other than the agent has as many files open as it may. */
static bool has_full_table(void) {
  DIR *processes = opendir("/proc");
  if (!processes) return false;
  bool is_full = false;
  for (struct dirent *entry; !is_full && (entry = readdir(processes));) {
    if (!isdigit((unsigned char)entry->d_name[0]) || strcmp(entry->d_name, "1") == 0) continue;
    int process = openat(dirfd(processes), entry->d_name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (process < 0) continue;
    is_full = count_open_files(process) >= request.open_files;
    close(process);
  }
  closedir(processes);
  return is_full;
}

void look_for_traces(struct traces *traces) {
  if (!traces->refused_files && request.open_files > 0) traces->refused_files = has_full_table();
  look_at_folder(WORK_FOLDER, traces);
  look_at_folder("/tmp", traces);
}

/* Takes what was looked at from `left`. What is mounted was not made by the program. */
static bool holds_full_file(int parent, const char *name, dev_t device, int depth, int *left) {
  int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *entries = folder < 0 ? NULL : fdopendir(folder);
  if (!entries) {
    if (folder >= 0) close(folder);
    return false;
  }
  bool is_found = false;
  for (struct dirent *entry; !is_found && *left > 0 && (entry = readdir(entries));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    *left -= 1;
    struct stat about;
    if (fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0 || about.st_dev != device) continue;
    if (S_ISREG(about.st_mode)) is_found = about.st_size == request.file_bytes;
    else if (S_ISDIR(about.st_mode) && depth < MAX_DEPTH)
      is_found = holds_full_file(folder, entry->d_name, device, depth + 1, left);
  }
  closedir(entries);
  return is_found;
}

bool has_full_file(void) {
  static const char *const folders[] = {WORK_FOLDER, "/tmp"};
  int left = MAX_ENTRIES;
  for (int index = 0; request.file_bytes > 0 && index < 2; index += 1) {
    struct stat about;
    if (lstat(folders[index], &about) == 0 && holds_full_file(AT_FDCWD, folders[index], about.st_dev, 0, &left)) return true;
  }
  return false;
}
