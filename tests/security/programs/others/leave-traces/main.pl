use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $folder (qw(/work /tmp /dev/shm /dev/mqueue /deps /var/tmp /run /home)) {
  open(my $file, '>', "$folder/hostile-trace") or next;
  print $file 'left behind';
}
shmget(0x5a4d0001, 4096, 01666);
msgget(0x5a4d0002, 01666);
semget(0x5a4d0003, 1, 01666);
call(mq_open => 'hostile-trace', O_CREAT | O_RDWR, 0666, 0);
socket(my $listener, AF_UNIX, SOCK_STREAM, 0);
bind($listener, Socket::pack_sockaddr_un("\0hostile-trace"));
listen($listener, 5);
if (fork() == 0) { POSIX::setsid(); sleep 1000; POSIX::_exit(0) }
held('left what it could');
finished();
POSIX::_exit(0);
