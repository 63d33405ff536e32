use strict;
use warnings;
BEGIN { require './probe.pl' }

print "BEGUN: fills segments\n";
my $block = 'x' x 1_048_576;
for my $segment (1 .. 64) {
  my $id = shmget(0, 4 * 1_048_576, 01600);
  last unless defined $id;
  shmwrite($id, $block, $_ * 1_048_576, 1_048_576) for 0 .. 3;
}
sleep 20;
