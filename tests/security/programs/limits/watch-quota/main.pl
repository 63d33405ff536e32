use strict;
use warnings;
BEGIN { require './probe.pl' }

my @watches;
while (@watches < 10_000) { my ($watch) = call(inotify_init1 => 0); last if $watch < 0; push @watches, $watch }
held('took ' . @watches . ' watches');
sleep 3;
finished();
