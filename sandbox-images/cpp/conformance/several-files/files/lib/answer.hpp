#pragma once

int forty();

template <typename T> T answer() { return static_cast<T>(forty() + 2); }
