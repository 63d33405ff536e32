use strict;
use warnings;
BEGIN { require './probe.pl' }

my $piece = join('', map { chr } 0 .. 255) . "\xc3" . "\xe2\x82" . "\xf0\x9f\x98" . "\xed\xa0\x80" . "\xc0\xaf" . "\xff\xfe\n";
binmode(STDOUT);
my $text = $piece x 11_000;
my $at = 0;
while ($at < length($text)) { $at += syswrite(STDOUT, $text, 4_093, $at) // 0 }
select(STDERR);
held("$at bytes are written");
finished();
