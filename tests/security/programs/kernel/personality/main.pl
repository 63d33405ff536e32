use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('no random addresses', personality => 0x0040000);
denied('executable data', personality => 0x0400000);
denied('page zero mapped', personality => 0x0100000);
denied('another system', personality => 0x0009);
finished();
