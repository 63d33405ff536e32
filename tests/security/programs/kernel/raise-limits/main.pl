use strict;
use warnings;
BEGIN { require './probe.pl' }

my %limits = (cpu => 0, fsize => 1, data => 2, core => 4, nproc => 6, nofile => 7, memlock => 8, msgqueue => 12, nice => 13,
  rtprio => 14, rttime => 15);
for my $name (sort keys %limits) {
  my $now = "\0" x 16;
  next if syscall(number_of('prlimit64'), 0, $limits{$name}, 0, $now) == -1;
  my ($soft, $hard) = unpack('Q2', $now);
  if ($hard == ~0) { next }
  refused("raise $name above $hard", prlimit64 => 0, $limits{$name}, pack('Q2', $soft, $hard + 1), 0);
}
refused('change a limit of process 1', prlimit64 => 1, 7, pack('Q2', 1, 1), 0);
refused('a higher priority', setpriority => 0, 0, -20);
refused('a real-time priority', sched_setscheduler => 0, 1, pack('i', 99));
refused('a real-time priority for disks', ioprio_set => 1, 0, 1 << 13);
open(my $own, '+<', '/proc/self/oom_score_adj');
my $killable = ($own && syswrite($own, '-1000'));
if ($killable) { escaped('cannot be killed for memory any more') } else { held("never to be killed for memory: $!") }
finished();
