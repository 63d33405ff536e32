use strict;
use warnings;
BEGIN { require './probe.pl' }

unreachable($_, 443) for qw(1.1.1.1 8.8.8.8 9.9.9.9 2606:4700:4700::1111);
unreachable('1.1.1.1', $_, 0.5) for (22, 25, 53, 123);
socket(my $socket, AF_INET, SOCK_DGRAM, 0);
for my $port (53, 123, 443, 51820) {
  if (send($socket, 'data taken away', 0, pack_sockaddr_in($port, inet_aton('1.1.1.1')))) { escaped("a datagram left for port $port") }
  else { held("datagram to port $port: $!") }
}
finished();
