use strict;
use warnings;
BEGIN { require './probe.pl' }

chdir('/work/output');
POSIX::mkfifo('pipe.txt', 0666);
socket(my $socket, AF_UNIX, SOCK_STREAM, 0);
bind($socket, Socket::pack_sockaddr_un('socket.txt'));
open(my $file, '>', 'good.txt');
print $file 'good';
close($file);
held('leaves a pipe and a socket');
finished();
