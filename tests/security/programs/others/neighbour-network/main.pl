use strict;
use warnings;
BEGIN { require './probe.pl' }

my @addresses = ('127.0.0.1', '172.17.0.1', map { "172.17.0.$_" } 2 .. 12);
open(my $table, '<', '/proc/net/fib_trie');
my %own = map { /\|-- (\d+\.\d+\.\d+)\.\d+/ ? ($1 => 1) : () } <$table>;
delete $own{$_} for qw(127.0.0 127.255.255 0.0.0 172.17.0);
push @addresses, map { my $net = $_; map { "$net.$_" } 1 .. 12 } sort keys %own;
unreachable($_, 34567, 0.2) for @addresses;
socket(my $socket, AF_INET, SOCK_DGRAM, 0);
setsockopt($socket, SOL_SOCKET, SO_BROADCAST, 1);
for my $address (qw(255.255.255.255 172.17.255.255 224.0.0.1)) {
  if (send($socket, 'hostile', 0, pack_sockaddr_in(34567, inet_aton($address)))) { escaped("sent to $address") }
  else { held("send to $address: $!") }
}
finished();
