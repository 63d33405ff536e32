template <int depth, int path> struct Bomb {
  static const long value = Bomb<depth - 1, path * 2>::value + Bomb<depth - 1, path * 2 + 1>::value;
};
template <int path> struct Bomb<0, path> {
  static const long value = path;
};

int main() { return Bomb<26, 1>::value; }
