use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('load another kernel', kexec_load => 0, 0, 0, 0xffff);
denied('load another kernel from a file', kexec_file_load => -1, -1, 0, 0, 0xffff);
denied('restart', reboot => 0, 0, 0, 0);
finished();
