use strict;
use warnings;
BEGIN { require './probe.pl' }

BEGIN { require './frames.pl' }
my $forgery = forgery();
my @taken;
for my $number (0 .. 1023) {
  next if $number == 2;
  my ($result) = call(write => $number, $forgery, length($forgery));
  push @taken, $number if $result > 0;
}
select(STDERR);
for my $number (@taken) {
  if ($number == 1) { held('descriptor 1 is its own output') } else { escaped("descriptor $number takes reports") }
}
my $open = 0;
for my $number (0 .. 63) {
  for my $path ("/proc/1/fd/$number", "/proc/1/task/1/fd/$number") {
    next unless sysopen(my $file, $path, O_WRONLY | O_NONBLOCK);
    $open += 1;
    syswrite($file, $forgery);
  }
}
if ($open) { escaped("$open descriptors of process 1 open") } else { held("descriptors of process 1: $!") }
finished();
exit 3;
