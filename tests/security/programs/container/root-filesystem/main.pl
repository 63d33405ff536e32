use strict;
use warnings;
BEGIN { require './probe.pl' }

my %own = map { $_ => 1 } qw(/work /work/output /tmp /dev/shm /dev/mqueue);
my ($folders, $open) = (0, 0);
for my $folder ('/', below('/', sub { -d _ })) {
  next if $folder =~ m{^/(proc|sys)(/|$)} || $own{$folder} || $folder =~ m{^/(work|tmp)/};
  $folders += 1;
  next unless sysopen(my $file, "$folder/.hostile", O_WRONLY | O_CREAT | O_EXCL);
  unlink "$folder/.hostile";
  $open += 1;
  escaped("made a file in $folder") if $open < 20;
}
held("$folders folders, none can be written to") unless $open;
for my $path (qw(/etc/passwd /etc/shadow /etc/ld.so.preload /etc/hosts /etc/resolv.conf /etc/hostname /bin/sh
    /usr/bin/env /.dockerenv)) {
  next unless -e $path;
  held("open $path for writing: $!") if unwritable($path);
}
finished();
