use strict;
use warnings;
BEGIN { require './probe.pl' }

my $count = 0;
while ($count < 20_000) {
  open(my $file, '>', "/work/file-$count") or last;
  $count += 1;
}
if ($count > 4_000) { escaped("$count files where 4,000 are allowed") } else { held("$count files, then: $!") }
finished();
exit 1;
