use strict;
use warnings;
BEGIN { require './probe.pl' }

my %harmless = map { $_ => 1 } qw(1:3 1:5 1:7 1:8 1:9 5:0 5:1 5:2);
my $count = 0;
for my $path (below('/dev', sub { -b _ || -c _ })) {
  my $device = (lstat($path))[6];
  my ($major, $minor) = (($device >> 8) & 0xfff, ($device & 0xff) | (($device >> 12) & 0xfff00));
  $count += 1;
  next if $harmless{"$major:$minor"} || $major == 136;
  escaped("$path is device $major:$minor");
}
held("$count nodes, each of them harmless");
my @wanted = map { "/dev/$_" } qw(mem kmem port kmsg fuse kvm net/tun vhost-net vhost-vsock loop0 loop-control
  mapper/control sda vda xvda nvme0n1 dm-0 rtc0 uinput hpet cpu/0/msr ttyS0 snd/seq dri/card0);
for my $path (@wanted) {
  if (sysopen(my $file, $path, O_RDONLY | O_NONBLOCK)) { escaped("$path opens") }
  else { held("open $path: $!") }
}
# Opening this one would start a clock that resets the machine.
if (-e '/dev/watchdog') { escaped('/dev/watchdog is there') } else { held('there is no /dev/watchdog') }
finished();
