use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('set up a ring', io_uring_setup => 4, "\0" x 120);
denied('enter a ring', io_uring_enter => 0, 1, 0, 0, 0, 0);
denied('register with a ring', io_uring_register => 0, 0, 0, 0);
finished();
