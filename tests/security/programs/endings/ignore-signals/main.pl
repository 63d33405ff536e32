use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: ignores signals\n";
$SIG{$_} = 'IGNORE' for grep { !/^(KILL|STOP|CHLD|CLD|ZERO|NUM\d+)$/ } qw(HUP INT QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2
  PIPE ALRM TERM TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS);
fork() for 1 .. 3;
sleep 1000 while 1;
