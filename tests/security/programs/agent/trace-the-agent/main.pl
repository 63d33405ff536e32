use strict;
use warnings;
BEGIN { require './probe.pl' }

my $child = fork();
if ($child == 0) { sleep 20; POSIX::_exit(0) }
denied('attach to process 1', ptrace => 16, 1, 0, 0);
denied('seize process 1', ptrace => 0x4206, 1, 0, 0);
denied('attach to a child', ptrace => 16, $child, 0, 0);
denied('be traced', ptrace => 0, 0, 0, 0);
kill 'KILL', $child;
waitpid($child, 0);
finished();
