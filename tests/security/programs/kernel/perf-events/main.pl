use strict;
use warnings;
BEGIN { require './probe.pl' }

my $attributes = pack('I I Q x112', 1, 128, 0);
denied('count own events', perf_event_open => $attributes, 0, -1, -1, 0);
denied('count events of the machine', perf_event_open => $attributes, -1, 0, -1, 0);
finished();
