use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: closes its streams\n";
POSIX::close($_) for 0 .. 2;
sleep 1000;
