use strict;
use warnings;
BEGIN { require './probe.pl' }

if (fork() == 0) {
  POSIX::setsid();
  POSIX::_exit(0) if fork();
  $0 = 'hostile-daemon';
  $SIG{$_} = 'IGNORE' for qw(HUP INT TERM PIPE);
  while (1) { print "still here\n"; select(undef, undef, undef, 0.05) }
}
select(undef, undef, undef, 0.2);
held('leaves a daemon');
finished();
POSIX::_exit(0);
