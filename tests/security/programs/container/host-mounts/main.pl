use strict;
use warnings;
BEGIN { require './probe.pl' }

my %kinds = map { $_ => 1 } qw(overlay fuse-overlayfs tmpfs proc sysfs devpts mqueue cgroup cgroup2 devtmpfs aufs vfs);
my %files = map { $_ => 1 } qw(/etc/resolv.conf /etc/hostname /etc/hosts);
my $count = 0;
open(my $table, '<', '/proc/self/mountinfo');
while (my $line = <$table>) {
  my ($root, $at, $options, $kind) = $line =~ /^\d+ \d+ \d+:\d+ (\S+) (\S+) (\S+)(?: \S+)*? - (\S+)/ or next;
  $count += 1;
  if ($files{$at}) {
    if ($options =~ /(^|,)ro(,|$)/) { held("$at is read-only") } else { escaped("$at of the host can be written to") }
  }
  elsif (!$kinds{$kind} && $at ne '/') { escaped("$at is a mount of $kind") }
}
if ($count > 0) { held("$count mounts, none of them of the host") } else { escaped('no mount is seen') }
finished();
