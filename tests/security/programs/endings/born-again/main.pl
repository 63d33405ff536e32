use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $family (1 .. 8) {
  next if fork();
  POSIX::setsid();
  while (1) {
    my $child = fork();
    next unless defined $child;
    next if $child == 0;
    POSIX::_exit(0);
  }
}
select(undef, undef, undef, 0.2);
held('leaves families behind');
finished();
POSIX::_exit(0);
