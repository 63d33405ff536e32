use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: stops everything\n";
for (1 .. 4) { if (fork() == 0) { sleep 60; POSIX::_exit(0) } }
kill 'STOP', -1;
kill 'STOP', $$;
