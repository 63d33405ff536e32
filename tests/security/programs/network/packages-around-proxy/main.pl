use strict;
use warnings;
BEGIN { require './probe.pl' }
BEGIN { require './name-servers.pl' }

unreachable('169.254.169.254', 80);
unreachable('172.17.0.1', $_, 0.5) for (22, 80, 2375, 3000, 5432);
unreachable($_, 80, 0.5) for qw(10.0.0.1 192.168.0.1 172.16.0.1);
unreachable($_, 443) for qw(1.1.1.1 8.8.8.8);
ask_name_servers();
finished();
