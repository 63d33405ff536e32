use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $signal (1 .. 64) { kill $signal, 1 }
$SIG{$_} = 'IGNORE' for qw(HUP INT QUIT TERM USR1 USR2 PIPE ALRM);
kill 'TERM', -1;
# By the kernel's own hand: a signal of choice for the owner of a pipe on which something happens.
pipe(my $read, my $write);
for my $signal (9, 19, 15, 11) {
  my $owned = fcntl($read, 8, 1) && fcntl($read, 10, $signal) && fcntl($read, F_SETFL, 020000 | O_NONBLOCK);
  syswrite($write, 'x') if $owned;
  sysread($read, my $byte, 1);
}
select(undef, undef, undef, 0.1);
if (kill 0, 1) { held('process 1 is still there') } else { escaped('process 1 is gone') }
finished();
exit 7;
