#include <filesystem>
#include <fstream>

int main() {
  std::filesystem::create_directories("output/deep");
  std::ofstream("output/table.csv") << "a,b\n1,2\n";
  std::ofstream("output/deep/page.html") << "<p>hi</p>\n";
}
