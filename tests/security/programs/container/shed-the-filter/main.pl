use strict;
use warnings;
BEGIN { require './probe.pl' }

open(my $status, '<', '/proc/self/status');
my %state = map { /^(NoNewPrivs|Seccomp):\s+(\d+)/ ? ($1 => $2) : () } <$status>;
if (($state{NoNewPrivs} // 0) == 1) { held('no-new-privileges is set') } else { escaped('no-new-privileges is not set') }
if (($state{Seccomp} // 0) == 2) { held('system calls are filtered') } else { escaped('system calls are not filtered') }
refused('lift no-new-privileges', prctl => 38, 0, 0, 0, 0);
refused('lift the filter', prctl => 22, 0, 0, 0, 0);
finished();
