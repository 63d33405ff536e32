use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $size (100_000, 1_000_000, 4_000_000, 64_000_000) {
  for my $where ('arguments', 'environment') {
    my $child = fork();
    if ($child == 0) {
      open(STDERR, '>', '/dev/null');
      my @pieces = ('x' x 50_000) x ($size / 50_000);
      if ($where eq 'environment') { $ENV{"HOSTILE_$_"} = $pieces[$_] for 0 .. $#pieces; @pieces = () }
      exec('/bin/true', @pieces) or POSIX::_exit(100);
    }
    waitpid($child, 0);
    held("$size bytes of $where: " . ($? ? 'refused' : 'taken'));
  }
}
finished();
