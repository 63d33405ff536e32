use strict;
use warnings;
BEGIN { require './probe.pl' }

if (defined shmget(0x5a4d5a4d, 0, 0)) { escaped('a segment of the neighbour') } else { held("segment of the neighbour: $!") }
if (defined msgget(0x5a4d5a4d, 0)) { escaped('a queue of the neighbour') } else { held("queue of the neighbour: $!") }
for my $path (qw(/dev/shm/neighbour /tmp/neighbour)) {
  if (-e $path) { escaped($path) } else { held("$path: $!") }
}
socket(my $socket, AF_UNIX, SOCK_STREAM, 0);
if (connect($socket, Socket::pack_sockaddr_un("\0neighbour"))) { escaped('a socket of the neighbour') }
else { held("socket of the neighbour: $!") }
open(my $table, '<', '/proc/net/unix');
my @named = grep { / \S+$/ && /@/ } <$table>;
if (@named) { escaped("sockets are listed: $named[0]") } else { held('no foreign socket is listed') }
finished();
