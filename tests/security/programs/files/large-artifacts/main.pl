use strict;
use warnings;
BEGIN { require './probe.pl' }

my $block = 'x' x 500_000;
for my $number (1 .. 40) {
  open(my $file, '>', "/work/output/$number.bin") or last;
  print $file $block;
}
held('leaves 20 megabytes');
finished();
