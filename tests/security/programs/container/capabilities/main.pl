use strict;
use warnings;
BEGIN { require './probe.pl' }

open(my $status, '<', '/proc/self/status');
my %sets = map { /^(Cap\w+):\s+([0-9a-f]+)/ ? ($1 => $2) : () } <$status>;
for my $name (qw(CapInh CapPrm CapEff CapBnd CapAmb)) {
  my $value = $sets{$name} // 'missing';
  if ($value =~ /^0+$/) { held("$name is empty") } else { escaped("$name is $value") }
}
refused('take all capabilities', capset => pack('I i', 0x20080522, 0), pack('I6', ~0, ~0, ~0, ~0, ~0, ~0));
refused('raise an ambient capability', prctl => 47, 2, 21, 0, 0);
finished();
