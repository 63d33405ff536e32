#include <iostream>

int main() {
  std::cerr << "bad\n";
  return 7;
}
