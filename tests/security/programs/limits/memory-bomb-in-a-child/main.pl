use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: a child takes memory\n";
if (fork() == 0) {
  my @blocks;
  push @blocks, 'x' x 4_000_000 while 1;
}
wait();
exit 0;
