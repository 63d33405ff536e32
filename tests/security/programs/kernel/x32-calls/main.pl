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
  my ($number, @arguments) = @{$numbers{$name}};
  # In a child: a filter may end who calls in this way.
  my $child = fork();
  if ($child == 0) { POSIX::_exit(syscall($number, @arguments) == -1 ? $! + 0 : 0) }
  waitpid($child, 0);
  my ($signal, $error) = ($? & 127, $? >> 8);
  if ($signal) { held("$name by x32: ended by signal $signal") }
  elsif (grep { $error == $_ } POSIX::EPERM(), POSIX::ENOSYS(), POSIX::EACCES()) { held("$name by x32: " . reason($error)) }
  elsif ($error == 0) { escaped("$name by x32 succeeded") }
  else { escaped("$name by x32 reached the kernel: " . reason($error)) }
}
finished();
