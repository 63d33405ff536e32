use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $path (qw(/ /etc/hosts /etc/hostname /etc/resolv.conf /work)) {
  sysopen(my $mount, $path, O_RDONLY) or next;
  for my $inode (2, 128, 256) {
    my $handle = pack('I i Q', 8, 1, $inode);
    denied("open inode $inode of the file system of $path", open_by_handle_at => fileno($mount), $handle, O_RDONLY);
  }
}
finished();
