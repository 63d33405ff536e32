use strict;
use warnings;
BEGIN { require './probe.pl' }

chdir('/work');
my $depth = 0;
while ($depth < 30_000) { mkdir('d') or last; chdir('d') or last; $depth += 1 }
if ($depth > 4_000) { escaped("$depth folders where 4,000 are allowed") } else { held("$depth folders, then: $!") }
finished();
exit 1;
