#include <string>

int main() {
  std::string text = nothing;
  return 0;
}
