use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $number (1 .. 10_000) {
  open(my $file, '>', "/work/output/$number.txt") or last;
}
held('leaves 10,000 files');
finished();
