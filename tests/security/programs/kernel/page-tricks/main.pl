use strict;
use warnings;
BEGIN { require './probe.pl' }

my ($process, $error) = call(pidfd_open => 1, 0);
if ($process >= 0) {
  refused('advise the memory of process 1', process_madvise => $process, pack('Q2', 4096, 4096), 1, 4, 0);
  refused('take the memory of process 1', process_mrelease => $process, 0);
}
else { held('open process 1: ' . reason($error)) }
refused('compare files with process 1', kcmp => $$, 1, 0, 0, 0);
refused('move pages of process 1', move_pages => 1, 1, pack('Q', 4096), pack('i', 0), my $status = "\0" x 8, 0);
finished();
