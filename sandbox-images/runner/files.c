/* Puts the request's files in place. Paths were checked by the server; they start in the working folder. */
#include "runner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SKELETON "/usr/local/share/sandsmith/tmp"

static int current_file = -1;
static char current_path[4096];

static void make_parents(char *path) {
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(path, 0755);
    *slash = '/';
  }
}

void unpack_done(struct request *request) {
  if (current_file >= 0 && close(current_file) != 0) set_fault(request, "could not write", current_path);
  current_file = -1;
}

void unpack_file(struct request *request, const char *path) {
  unpack_done(request);
  if (path[0] == '/') snprintf(current_path, sizeof current_path, "%s", path);
  else snprintf(current_path, sizeof current_path, WORK_FOLDER "/%s", path);
  make_parents(current_path);
  size_t length = strlen(current_path);
  /* A path that ends in a slash is a folder. */
  if (length > 0 && current_path[length - 1] == '/') return;
  current_file = open(current_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (current_file < 0) set_fault(request, "could not create", path);
}

void unpack_bytes(struct request *request, const unsigned char *bytes, size_t length) {
  while (length > 0 && current_file >= 0) {
    ssize_t written = write(current_file, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      set_fault(request, "could not write", current_path);
      close(current_file);
      current_file = -1;
      return;
    }
    bytes += written;
    length -= (size_t)written;
  }
}

/* `link` newline `target`; left alone where something of that name is there already. */
void make_link(struct request *request, char *link_and_target) {
  unpack_done(request);
  char *target = strchr(link_and_target, '\n');
  if (!target) return;
  *target++ = '\0';
  char path[4096];
  snprintf(path, sizeof path, WORK_FOLDER "/%s", link_and_target);
  if (symlink(target, path) != 0 && errno != EEXIST) set_fault(request, "could not link", path);
}

static void copy_file(const char *from, const char *to) {
  int source = open(from, O_RDONLY | O_CLOEXEC);
  int target = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  char buffer[65536];
  ssize_t got;
  if (source >= 0 && target >= 0) {
    while ((got = read(source, buffer, sizeof buffer)) > 0) {
      if (write(target, buffer, (size_t)got) != got) break;
    }
  }
  if (source >= 0) close(source);
  if (target >= 0) close(target);
}

static void copy_folder(const char *from, const char *to, int depth) {
  DIR *folder = opendir(from);
  if (!folder) return;
  mkdir(to, 0755);
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    char source[2048], target[2048];
    if (snprintf(source, sizeof source, "%s/%s", from, entry->d_name) >= (int)sizeof source) continue;
    if (snprintf(target, sizeof target, "%s/%s", to, entry->d_name) >= (int)sizeof target) continue;
    if (entry->d_type == DT_DIR && depth < 8) copy_folder(source, target, depth + 1);
    else if (entry->d_type == DT_REG) copy_file(source, target);
  }
  closedir(folder);
}

/* Caches that an image has prepared and a library wants in a writable folder, such as matplotlib's list of fonts. */
void copy_skeleton(void) {
  if (access(SKELETON, R_OK) == 0) copy_folder(SKELETON, "/tmp", 0);
}
