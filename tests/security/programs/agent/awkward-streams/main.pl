use strict;
use warnings;
BEGIN { require './probe.pl' }

fcntl(STDOUT, 1031, 4096);
my $line = '0123456789abcdef' x 4 . "\n";
my $text = $line x 16_000;
my $at = 0;
while ($at < length($text)) {
  fcntl(STDOUT, F_SETFL, O_NONBLOCK);
  my $wrote = syswrite(STDOUT, $text, 7_777, $at);
  if (defined $wrote) { $at += $wrote } else { select(undef, undef, undef, 0.001) }
}
select(STDERR);
held("$at bytes are written");
finished();
