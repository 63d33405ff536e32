# Beside another program: leaves something in every place that could be shared, and waits for whoever comes by.
use strict;
use warnings;
BEGIN { require './probe.pl' }

my $id = shmget(0x5a4d5a4d, 4096, 01666);
shmwrite($id, 'neighbour', 0, 9) if defined $id;
msgget(0x5a4d5a4d, 01666);
open(my $file, '>', '/dev/shm/neighbour');
print $file 'neighbour';
close($file);
open($file, '>', '/tmp/neighbour');
close($file);
socket(my $plain, AF_UNIX, SOCK_STREAM, 0);
bind($plain, Socket::pack_sockaddr_un("\0neighbour"));
listen($plain, 5);
socket(my $wide, AF_INET, SOCK_STREAM, 0);
bind($wide, pack_sockaddr_in(34567, INADDR_ANY));
listen($wide, 5);
socket(my $datagrams, AF_INET, SOCK_DGRAM, 0);
bind($datagrams, pack_sockaddr_in(34567, INADDR_ANY));
print "READY\n";
my $bits = '';
vec($bits, fileno($_), 1) = 1 for ($plain, $wide, $datagrams);
if (select($bits, undef, undef, 4) > 0) { escaped('another sandbox has reached this one') }
else { held('nobody came by') }
