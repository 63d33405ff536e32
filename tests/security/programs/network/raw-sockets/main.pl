use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $protocol (1, 6, 17, 255) {
  refused("a raw socket of protocol $protocol", socket => 2, 3, $protocol);
}
refused('a raw IPv6 socket', socket => 10, 3, 58);
refused('a packet socket', socket => 17, 3, 0x0300);
finished();
