use strict;
use warnings;
BEGIN { require './probe.pl' }

my %kinds = (mounts => 0x20000, time => 0x80, cgroup => 0x02000000, hostname => 0x04000000, ipc => 0x08000000,
  user => 0x10000000, pid => 0x20000000, network => 0x40000000);
for my $kind (sort keys %kinds) {
  my $flags = $kinds{$kind};
  denied("unshare the $kind namespace", unshare => $flags);
  next if $kind eq 'time';
  my ($child, $error) = call(clone => $flags | 17, 0, 0, 0, 0);
  POSIX::_exit(0) if $child == 0;
  if ($child == -1) { held("clone into a $kind namespace: " . reason($error)) }
  else { escaped("clone gave a $kind namespace"); waitpid($child, 0) }
}
my $arguments = pack('Q8', 0x10000000, 0, 0, 0, 17, 0, 0, 0);
my ($child, $error) = call(clone3 => $arguments, 64);
POSIX::_exit(0) if $child == 0;
if ($child == -1) { held('clone3 into a user namespace: ' . reason($error)) }
else { escaped('clone3 gave a user namespace'); waitpid($child, 0) }
finished();
