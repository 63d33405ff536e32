use strict;
use warnings;
BEGIN { require './probe.pl' }

my $count = 0;
while (defined(my $child = fork())) {
  if ($child == 0) { sleep 30; POSIX::_exit(0) }
  $count += 1;
  last if $count > 1100;
}
if ($count > 1100) { escaped("$count processes") } else { held("refused after $count processes: $!") }
finished();
exit 1;
