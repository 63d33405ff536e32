use strict;
use warnings;
BEGIN { require './probe.pl' }

my ($process, $error) = call(pidfd_open => 1, 0);
if ($process < 0) { held('open process 1: ' . reason($error)) }
else {
  refused("copy descriptor $_ of process 1", pidfd_getfd => $process, $_, 0) for 0 .. 16;
  call(pidfd_send_signal => $process, 9, 0, 0);
  select(undef, undef, undef, 0.05);
  if (kill 0, 1) { held('process 1 outlives its own end') } else { escaped('process 1 is gone') }
}
finished();
