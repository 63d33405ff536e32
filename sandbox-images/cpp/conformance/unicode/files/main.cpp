#include <algorithm>
#include <iostream>
#include <string>

int main() {
  std::string line;
  std::getline(std::cin, line);
  // every byte but those that go on with a character
  auto count = std::ranges::count_if(line, [](unsigned char byte) { return (byte & 0xc0) != 0x80; });
  std::cout << count << '\n' << line << '\n';
}
