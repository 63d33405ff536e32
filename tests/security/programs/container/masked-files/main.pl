use strict;
use warnings;
BEGIN { require './probe.pl' }

my @secret = qw(/proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /proc/latency_stats
  /proc/kmsg /dev/kmsg /proc/kpageflags /proc/kpagecount /proc/vmallocinfo /proc/slabinfo
  /sys/firmware/acpi/tables/DSDT /sys/firmware/dmi/tables/DMI /sys/class/dmi/id/product_uuid
  /sys/class/dmi/id/product_serial /sys/class/dmi/id/board_serial /sys/kernel/debug/sched/debug /sys/kernel/notes.key
  /sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/energy_uj /proc/scsi/scsi /proc/acpi/event);
for my $path (@secret) { held("$path gives nothing") if unreadable($path) }
for my $path ('/proc/iomem', '/proc/kallsyms', '/proc/modules') {
  open(my $file, '<', $path) or do { held("$path: $!"); next };
  my $shown = grep { /^\s*(0*[1-9a-f][0-9a-f]*)[- ].*/ && $1 !~ /^0+$/ } grep { $path ne '/proc/modules' } <$file>;
  if ($shown) { escaped("$path shows $shown addresses") } else { held("$path shows no address") }
}
refused('read the kernel log', syslog => 3, my $log = ' ' x 4096, 4096);
finished();
