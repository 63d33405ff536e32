use strict;
use warnings;
BEGIN { require './probe.pl' }

print "READY\n";
my $failures = 0;
for (1 .. 25) {
  select(undef, undef, undef, 0.15);
  my ($watch, $error) = call(inotify_init1 => 0);
  if ($watch < 0) { $failures += 1 } else { POSIX::close($watch) }
}
if ($failures) { escaped("another person's program got no file watch, $failures times of 25") }
else { held("another person's program got its watches") }
