use strict;
use warnings;
BEGIN { require './probe.pl' }

print "READY\n";
my ($no_queue, $small_pipe) = (0, 0);
for (1 .. 25) {
  select(undef, undef, undef, 0.15);
  my ($queue) = call(mq_open => 'own', O_CREAT | O_RDWR, 0600, pack('q4 x32', 0, 10, 8192, 0));
  if ($queue < 0) { $no_queue += 1 } else { POSIX::close($queue) }
  pipe(my $read, my $write);
  $small_pipe += 1 if fcntl($write, 1032, 0) < 65_536;
}
if ($no_queue) { escaped("another person's program got no message queue, $no_queue times of 25") }
else { held("another person's program got its queues") }
if ($small_pipe) { escaped("another person's program got small pipes, $small_pipe times of 25") }
else { held("another person's program got full pipes") }
