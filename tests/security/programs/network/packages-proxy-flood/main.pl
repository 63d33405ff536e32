use strict;
use warnings;
BEGIN { require './probe.pl' }

my @sockets;
my $refused = 0;
for (1 .. 600) {
  socket(my $socket, AF_INET, SOCK_STREAM, 0) or last;
  fcntl($socket, F_SETFL, O_NONBLOCK);
  connect($socket, pack_sockaddr_in(3128, inet_aton('127.0.0.1'))) or $!{EINPROGRESS} or $refused += 1;
  push @sockets, $socket;
}
select(undef, undef, undef, 0.3);
syswrite($_, "CONNECT pypi.org:443 HTTP/1.1\r\nHost: py") for @sockets;
select(undef, undef, undef, 1);
held(@sockets . " connections asked for, $refused refused at once");
finished();
