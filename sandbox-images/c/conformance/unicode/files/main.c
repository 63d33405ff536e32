#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  setlocale(LC_ALL, "");
  char line[256];
  if (!fgets(line, sizeof line, stdin)) return 1;
  line[strcspn(line, "\n")] = '\0';
  printf("%zu\n%s\n", mbstowcs(NULL, line, 0), line);
  return 0;
}
