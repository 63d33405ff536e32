#include <stdio.h>

int main(void) {
  puts("héllo wörld 🌍");
  return 0;
}
