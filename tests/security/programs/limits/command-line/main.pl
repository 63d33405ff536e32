use strict;
use warnings;
BEGIN { require './probe.pl' }

my $held = 0;
for my $size (100_000, 1_000_000, 4_000_000, 64_000_000) {
  my $child = fork();
  if ($child == 0) {
    open(STDERR, '>', '/dev/null');
    exec('/bin/true', ('x' x 50_000) x ($size / 50_000)) or POSIX::_exit(100);
  }
  waitpid($child, 0);
  held("$size bytes: " . ($? ? 'refused' : 'taken'));
  $held += 1;
}
finished();
