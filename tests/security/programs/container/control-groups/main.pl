use strict;
use warnings;
BEGIN { require './probe.pl' }

my @files = below('/sys/fs/cgroup', sub { -f _ }, 6);
my $closed = grep { unwritable($_) } @files;
held("$closed of " . @files . ' files stay closed') if $closed == @files;
my @agents = grep { m{/(release_agent|notify_on_release)$} } @files;
held(@agents . ' release agents are in sight, none can be set');
for my $folder ('/sys/fs/cgroup', below('/sys/fs/cgroup', sub { -d _ }, 3)) {
  if (mkdir "$folder/hostile") { escaped("made a control group in $folder"); rmdir "$folder/hostile" }
}
finished();
