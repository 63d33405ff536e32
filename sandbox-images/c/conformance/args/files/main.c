#include <stdio.h>

int main(int count, char **items) {
  for (int i = 1; i < count; i++) puts(items[i]);
  return 0;
}
