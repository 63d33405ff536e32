use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $port (22, 80, 2375, 2376, 3000, 5432, 6379, 6443, 10250) {
  unreachable($_, $port, 0.3) for qw(172.17.0.1 127.0.0.1 ::1);
}
unreachable($_, 80, 0.5) for qw(10.0.0.1 10.96.0.1 172.16.0.1 172.18.0.1 192.168.0.1 192.168.1.1 192.168.65.2 100.64.0.1
  fd00::1 ::ffff:172.17.0.1);
finished();
