use strict;
use warnings;
BEGIN { require './probe.pl' }

my ($bytes, @pipes) = (0);
while (@pipes < 2000 && $bytes < 300 * 1_048_576) {
  pipe(my $read, my $write) or last;
  fcntl($write, 1031, 1_048_576);
  fcntl($write, F_SETFL, O_NONBLOCK);
  my $block = 'x' x 65_536;
  while (my $got = syswrite($write, $block)) { $bytes += $got }
  push @pipes, $read, $write;
}
print "BEGUN: $bytes bytes in pipes\n";
escaped("$bytes bytes in pipes") if $bytes >= 300 * 1_048_576;
