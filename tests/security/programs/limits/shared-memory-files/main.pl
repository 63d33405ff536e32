use strict;
use warnings;
BEGIN { require './probe.pl' }

my $written = 0;
open(my $file, '>', '/dev/shm/fill') or held("/dev/shm: $!");
if ($file) {
  my $block = 'x' x 1_048_576;
  while ($written < 256) { my $got = syswrite($file, $block); last unless $got; $written += $got / 1_048_576 }
  if ($written >= 256) { escaped("$written MiB in /dev/shm") } else { held(int($written) . " MiB, then: $!") }
}
finished();
