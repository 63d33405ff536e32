use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('make a map', bpf => 0, pack('I4 x112', 2, 4, 8, 1), 128);
denied('look at loaded programs', bpf => 11, pack('I4 x112', 0, 0, 0, 0), 128);
denied('load a program', bpf => 5, "\0" x 128, 128);
finished();
