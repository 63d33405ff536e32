use strict;
use warnings;
BEGIN { require './probe.pl' }

$| = 1;
print "BEGUN: fills folders\n";
my $block = 'x' x 1_048_576;
for my $path (qw(/tmp/fill /work/fill)) {
  open(my $file, '>', $path);
  for (1 .. 200) { defined syswrite($file, $block) or last }
}
sleep 5;
