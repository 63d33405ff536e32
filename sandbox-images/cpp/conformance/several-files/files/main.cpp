#include <iostream>

#include "lib/answer.hpp"

extern "C" int six(void);

int main() { std::cout << answer<int>() * six() / 6 << '\n'; }
