use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: writes a file\n";
open(my $file, '>', '/work/large');
syswrite($file, 'x' x 65_536) for 1 .. 1000;
