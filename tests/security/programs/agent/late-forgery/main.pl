use strict;
use warnings;
BEGIN { require './probe.pl' }

BEGIN { require './frames.pl' }
my $forgery = forgery();
if (fork() == 0) {
  POSIX::setsid();
  $SIG{$_} = 'IGNORE' for qw(HUP INT TERM PIPE);
  syswrite(STDOUT, $forgery) for 1 .. 100;
  while (1) { syswrite(STDOUT, $forgery); select(undef, undef, undef, 0.001) }
}
select(undef, undef, undef, 0.2);
syswrite(STDERR, "HELD: the program ends, its child goes on\nDONE\n");
POSIX::_exit(4);
