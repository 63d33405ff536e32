use strict;
use warnings;
BEGIN { require './probe.pl' }

open(my $file, '>', '/work/one');
my $count = 0;
while ($count < 300_000) { link('/work/one', "/work/link-$count") or last; $count += 1 }
if ($count >= 300_000) { escaped("$count links where 4,000 are allowed") } else { held("$count links, then: $!") }
finished();
exit 1;
