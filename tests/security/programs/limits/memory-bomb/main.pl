use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: takes memory\n";
my @blocks;
push @blocks, 'x' x 4_000_000 while 1;
