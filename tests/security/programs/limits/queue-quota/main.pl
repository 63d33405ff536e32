use strict;
use warnings;
BEGIN { require './probe.pl' }

my ($queues, @pipes) = (0);
for my $index (1 .. 200) {
  my ($queue) = call(mq_open => "hostile-$index", O_CREAT | O_RDWR, 0600, pack('q4 x32', 0, 10, 8192, 0));
  last if $queue < 0;
  $queues += 1;
}
for (1 .. 120) {
  pipe(my $read, my $write) or last;
  fcntl($write, 1031, 1_048_576);
  push @pipes, $read, $write;
}
held("took $queues queues and " . @pipes / 2 . ' pipes');
sleep 3;
finished();
