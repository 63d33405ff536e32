use strict;
use warnings;
BEGIN { require './probe.pl' }

my @files;
while (@files < 5000) { open(my $file, '<', '/dev/null') or last; push @files, $file }
if (@files > 64) { escaped(@files . ' open files where 64 are allowed') } else { held(@files . " open files, then: $!") }
finished();
