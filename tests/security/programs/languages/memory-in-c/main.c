#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  puts("BEGUN: takes memory");
  fflush(stdout);
  for (;;) {
    char *block = malloc(10000000);
    if (!block) return 1;
    memset(block, 'x', 10000000);
  }
}
