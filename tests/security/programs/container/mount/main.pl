use strict;
use warnings;
BEGIN { require './probe.pl' }

mkdir '/tmp/mount-point';
my $here = '/tmp/mount-point';
refused('mount a tmpfs', mount => 'none', $here, 'tmpfs', 0, 0);
refused('mount proc', mount => 'proc', $here, 'proc', 0, 0);
refused('mount sysfs', mount => 'sysfs', $here, 'sysfs', 0, 0);
refused('mount control groups', mount => 'none', $here, 'cgroup', 0, 'rdma');
refused('bind the root folder', mount => '/', $here, 'none', 4096, 0);
refused('make the root writable', mount => 'none', '/', 'none', 32 | 4096, 0);
refused('unhide kernel memory', umount2 => '/proc/kcore', 2);
refused('unhide kernel settings', umount2 => '/proc/sys', 2);
denied('open a tmpfs', fsopen => 'tmpfs', 0);
denied('clone the mounts', open_tree => -100, '/', 1 | 0x8000);
denied('pick a mount', fspick => -100, '/', 0);
denied('change a mount', mount_setattr => -100, '/', 0, pack('Q4', 0, 1, 0, 0), 32);
rmdir $here;
finished();
