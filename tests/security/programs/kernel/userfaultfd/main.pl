use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('open userfaultfd', userfaultfd => 0);
denied('open userfaultfd for user mode', userfaultfd => 1);
finished();
