use strict;
use warnings;
BEGIN { require './probe.pl' }

my $written = 0;
my $block = 'x' x 1_048_576;
open(my $file, '>', '/work/fill');
while ($written < 64) { my $got = syswrite($file, $block); last unless $got; $written += $got / 1_048_576 }
if ($written > 16) { escaped("$written MiB where 16 are allowed") } else { held(int($written) . " MiB, then: $!") }
finished();
exit 1;
