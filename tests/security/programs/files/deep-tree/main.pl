use strict;
use warnings;
BEGIN { require './probe.pl' }

chdir('/work/output');
for (1 .. 400) {
  open(my $file, '>', 'file.txt');
  close($file);
  mkdir('deep') or last;
  chdir('deep') or last;
}
held('leaves a deep tree');
finished();
