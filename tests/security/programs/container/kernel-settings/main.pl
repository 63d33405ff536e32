use strict;
use warnings;
BEGIN { require './probe.pl' }

my @files = below('/proc/sys', sub { -f _ });
my $closed = grep { unwritable($_) } @files;
held("$closed of " . @files . ' settings stay closed') if $closed > 0 && $closed == @files;
for my $name (qw(kernel/core_pattern kernel/modprobe kernel/hotplug kernel/poweroff_cmd vm/panic_on_oom
    fs/binfmt_misc/register kernel/yama/ptrace_scope kernel/unprivileged_bpf_disabled)) {
  next unless -e "/proc/sys/$name";
  held("$name: $!") unless sysopen(my $file, "/proc/sys/$name", O_WRONLY);
}
finished();
