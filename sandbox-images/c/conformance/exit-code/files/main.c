#include <stdio.h>

int main(void) {
  fputs("bad\n", stderr);
  return 7;
}
