#include "answer.hpp"

int forty() { return 40; }
