#include <iostream>

int main() { std::cout << "héllo wörld 🌍\n"; }
