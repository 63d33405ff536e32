use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: starves process 1\n";
refused('lower the priority of process 1', setpriority => 0, 1, 19);
refused('lower the priority of everybody', setpriority => 2, 0, 19);
refused('let process 1 run when nobody else wants to', sched_setscheduler => 1, 5, pack('i', 0));
refused('the same by another call', sched_setattr => 1, pack('I I Q i I Q3', 48, 5, 0, 0, 0, 0, 0, 0), 0);
refused('keep process 1 on one processor', sched_setaffinity => 1, 8, pack('Q', 1));
refused('put off the disk of process 1', ioprio_set => 1, 1, 3 << 13);
refused('put off the disk of everybody', ioprio_set => 3, 0, 3 << 13);
for (1 .. 100) {
  next if fork();
  1 while 1;
}
1 while 1;
