use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: starves process 1\n";
call(setpriority => 0, 1, 19);
call(sched_setscheduler => 1, 5, pack('i', 0));
for (1 .. 100) {
  next if fork();
  1 while 1;
}
1 while 1;
