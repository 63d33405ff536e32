use strict;
use warnings;
BEGIN { require './probe.pl' }

for (1 .. 20_000) {
  syswrite(STDOUT, chr(97 + $_ % 26));
  syswrite(STDERR, '.') if $_ % 10 == 0;
}
print STDERR "\n";
select(STDERR);
held('20,000 bytes are written');
finished();
