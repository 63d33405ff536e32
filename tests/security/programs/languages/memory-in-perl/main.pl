use strict;
use warnings;

$| = 1;
print "BEGUN: takes memory\n";
my @blocks;
push @blocks, 'x' x 10_000_000 while 1;
