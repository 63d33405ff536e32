use strict;
use warnings;
BEGIN { require './probe.pl' }

my @triggers = (qw(/proc/sysrq-trigger /sys/kernel/uevent_helper /sys/power/state /sys/power/mem_sleep
  /sys/kernel/mm/hugepages /sys/kernel/debug /sys/kernel/tracing/trace_marker /sys/fs/selinux/enforce
  /sys/kernel/security/apparmor/.load /proc/sys/kernel/sysrq /proc/timer_stats /proc/mtrr /proc/acpi/wakeup
  /sys/module/kernel/parameters/panic /sys/kernel/kexec_crash_size /sys/devices/system/cpu/cpu0/online));
push @triggers, below('/proc/irq', sub { -f _ }, 3), below('/proc/bus', sub { -f _ }, 4), below('/proc/fs', sub { -f _ }, 4);
push @triggers, below('/sys/kernel', sub { -f _ && (stat(_))[2] & 0222 }, 6);
push @triggers, below('/sys/module', sub { -f _ && (stat(_))[2] & 0222 }, 4);
my @there = grep { -e $_ && !-d $_ } @triggers;
my $closed = grep { unwritable($_) } @there;
held("$closed of " . @there . ' triggers stay closed') if $closed == @there;
finished();
