use strict;
use warnings;
BEGIN { require './probe.pl' }

if (($ENV{LD_PRELOAD} // '') eq '/work/hostile.so') { held('the variables reach the program alone') }
else { escaped('the variables were changed on the way') }
my @status = do { open(my $file, '<', '/proc/1/status'); <$file> };
if (grep { /^State:\s+[SR]/ } @status) { held('the agent is well') } else { escaped('the agent is not well') }
finished();
exit 6;
