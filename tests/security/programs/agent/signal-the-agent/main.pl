use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $signal (1 .. 64) { kill $signal, 1 }
$SIG{$_} = 'IGNORE' for qw(HUP INT QUIT TERM USR1 USR2 PIPE ALRM);
kill 'TERM', -1;
select(undef, undef, undef, 0.1);
if (kill 0, 1) { held('process 1 is still there') } else { escaped('process 1 is gone') }
finished();
exit 7;
