#include <stdio.h>

int main(void) {
  int count = "three" + nothing;
  return count;
}
