#include <stdio.h>
#include <sys/stat.h>

static void save(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  if (!file) return;
  fputs(text, file);
  fclose(file);
}

int main(void) {
  mkdir("output/deep", 0755);
  save("output/table.csv", "a,b\n1,2\n");
  save("output/deep/page.html", "<p>hi</p>\n");
  return 0;
}
