#include <iostream>
#include <span>

int main(int count, char **items) {
  for (const char *item : std::span(items, count).subspan(1)) std::cout << item << '\n';
}
