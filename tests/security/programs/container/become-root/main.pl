use strict;
use warnings;
BEGIN { require './probe.pl' }

refused('become user 0', setuid => 0);
refused('become group 0', setgid => 0);
refused('set all user ids', setresuid => 0, 0, 0);
refused('set all group ids', setresgid => 0, 0, 0);
refused('join group 0', setgroups => 1, pack('I', 0));
if ($> == 0 || $< == 0 || "$)" =~ /^0\b/) { escaped("runs as user $> group $)") }
else { held("still user $>, groups $)") }
finished();
