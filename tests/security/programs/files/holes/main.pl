use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $number (1 .. 5) {
  open(my $file, '>', "/work/output/hole-$number.bin");
  truncate($file, 200_000_000) or held("a hole: $!");
}
open(my $file, '>', '/work/output/small.txt');
print $file 'small';
close($file);
held('leaves holes');
finished();
