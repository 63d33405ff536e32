use strict;
use warnings;
BEGIN { require './probe.pl' }

binmode(STDOUT);
my @sequences = ("\e[2J\e[H", "\e]0;title\a", "\e]8;;http://hostile.example/\e\\link\e]8;;\e\\", "\e[6n", "\e[c", "\eP+q544e\e\\",
  "\e]52;c;aG9zdGlsZQ==\a", "\e[?1049h", "\x9b2J", "\e]50;\$(id)\a", "\xe2\x80\xae" . 'reversed', "\r\e[K", "\0\a\b\x7f",
  "\e[8;9999;9999t", "\e[21t", "\e]1337;File=:AAAA\a");
syswrite(STDOUT, $_) for @sequences;
select(STDERR);
held(@sequences . ' sequences are written');
finished();
