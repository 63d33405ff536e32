use strict;
use warnings;
BEGIN { require './probe.pl' }

chdir('/work/output');
mkdir('folder');
if (fork() == 0) {
  POSIX::setsid();
  $SIG{$_} = 'IGNORE' for qw(HUP INT TERM);
  while (1) {
    unlink('swap.txt'); symlink('/etc/passwd', 'swap.txt');
    rename('folder', 'other'); symlink('/etc', 'folder');
    unlink('swap.txt'); if (open(my $file, '>', 'swap.txt')) { print $file 'harmless' }
    unlink('folder'); rename('other', 'folder');
  }
}
select(undef, undef, undef, 0.3);
held('leaves a process that swaps');
finished();
POSIX::_exit(0);
