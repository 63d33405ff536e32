use strict;
use warnings;
BEGIN { require './probe.pl' }

unreachable($_, 80) for qw(169.254.169.254 169.254.170.2 100.100.100.200 192.0.0.192 169.254.0.1);
unreachable($_, 80) for qw(fd00:ec2::254 fe80::1 fd20:ce::254);
finished();
