use strict;
use warnings;
BEGIN { require './probe.pl' }

our $machine;
if ($machine ne 'x86_64') {
  held("a $machine has no x32 interface");
  finished();
  exit 0;
}
my $flag = 0x40000000;
my %numbers = (ptrace => [$flag + 521, 16, 1, 0, 0], keyctl => [$flag + 250, 0, -3, 1], unshare => [$flag + 272, 0x10000000],
  userfaultfd => [$flag + 323, 0], io_uring_setup => [$flag + 425, 4, 0], bpf => [$flag + 321, 0, 0, 0],
  personality => [$flag + 135, 0x40000], mount => [$flag + 165, 0, 0, 0, 0, 0], add_key => [$flag + 248, 0, 0, 0, 0, 0]);
for my $name (sort keys %numbers) {
  $! = 0;
  my $result = syscall($numbers{$name}[0], @{$numbers{$name}}[1 .. $#{$numbers{$name}}]);
  if ($result != -1) { escaped("$name by x32 gave $result") }
  elsif ($! == POSIX::EPERM() || $! == POSIX::ENOSYS() || $! == POSIX::EACCES()) { held("$name by x32: $!") }
  else { escaped("$name by x32 reached the kernel: $!") }
}
finished();
