use strict;
use warnings;
BEGIN { require './probe.pl' }

$SIG{XFSZ} = 'IGNORE';
open(my $file, '>', '/work/output/petabyte');
if (truncate($file, 1 << 50)) { escaped('a file of a petabyte') } else { held("a petabyte: $!") }
if (truncate($file, 1 << 40)) { escaped('a file of a terabyte') } else { held("a terabyte: $!") }
sysseek($file, 1 << 45, 0);
if (syswrite($file, 'x')) { escaped('a byte beyond 32 terabytes') } else { held("a byte far out: $!") }
close($file);
finished();
