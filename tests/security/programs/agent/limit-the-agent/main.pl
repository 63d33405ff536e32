use strict;
use warnings;
BEGIN { require './probe.pl' }

my %limits = (cpu => 0, fsize => 1, data => 2, stack => 3, nproc => 6, nofile => 7, memlock => 8, as => 9);
for my $name (sort keys %limits) {
  refused("lower $name of process 1", prlimit64 => 1, $limits{$name}, pack('Q2', 1, 1), 0);
}
# Processor time is looked at when it is used: make the agent use some.
print 'x' x 65_536, "\n" for 1 .. 32;
open(my $file, '>', '/work/output/kept.txt');
print $file 'kept';
close($file);
finished();
exit 9;
