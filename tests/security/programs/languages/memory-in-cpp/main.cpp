#include <iostream>
#include <string>
#include <vector>

int main() {
  std::cout << "BEGUN: takes memory" << std::endl;
  std::vector<std::string> blocks;
  for (;;) blocks.emplace_back(10000000, 'x');
}
