#include <cctype>
#include <iostream>
#include <string>

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    for (char &letter : line) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    std::cout << line << '\n';
  }
}
