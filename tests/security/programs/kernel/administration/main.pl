use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('set the time', settimeofday => pack('q q', 0, -1), 0);
denied('set a clock', clock_settime => 0, pack('q q', 0, -1));
denied('name the host', sethostname => 'hostile', 7);
denied('name the domain', setdomainname => 'hostile', 7);
denied('add swap', swapon => '/no/such/file', 0);
denied('remove swap', swapoff => '/no/such/file');
denied('start accounting', acct => '/no/such/file');
denied('open all ports of the hardware', iopl => 3);
denied('open one port of the hardware', ioperm => 0x80, 1, 1);
denied('set quotas', quotactl => 0x80000100, '/no/such/device', 0, 0);
denied('watch all files', fanotify_init => 0, 0);
refused('look into the directory cache', lookup_dcookie => 0, 0, 0);
finished();
