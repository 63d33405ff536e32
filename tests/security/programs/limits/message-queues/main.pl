use strict;
use warnings;
BEGIN { require './probe.pl' }

my ($queues, $bytes) = (0, 0);
while ($queues < 2000 && $bytes < 512 * 1_048_576) {
  my $id = msgget(0, 01600);
  last unless defined $id;
  $queues += 1;
  while (msgsnd($id, pack('l! a8000', 1, 'x'), 04000)) { $bytes += 8000 }
}
print "BEGUN: $bytes bytes in $queues queues\n";
escaped("$bytes bytes") if $bytes >= 512 * 1_048_576;
