use strict;
use warnings;
BEGIN { require './probe.pl' }

sysread(STDIN, my $byte, 1);
if (defined $byte && length $byte) { held('reads one byte of its input') } else { escaped('got no input') }
finished();
