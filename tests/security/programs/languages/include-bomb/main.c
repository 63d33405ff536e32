#include "/dev/zero"
#include "/dev/stdin"
#include "/proc/1/environ"
#include "/etc/shadow"

int main(void) { return 0; }
