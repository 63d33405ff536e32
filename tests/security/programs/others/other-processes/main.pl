use strict;
use warnings;
BEGIN { require './probe.pl' }

my %foreign;
for my $path (glob('/proc/[0-9]*')) {
  my ($pid) = $path =~ /(\d+)$/;
  next if $pid == $$;
  open(my $file, '<', "$path/cmdline") or next;
  my $command = join(' ', split(/\0/, <$file> // ''));
  $foreign{$pid} = $command unless $pid == 1 && $command =~ m{^/usr/local/lib/sandsmith/};
}
escaped("process $_: $foreign{$_}") for keys %foreign;
held('only itself and the agent are there') unless %foreign;
if ($$ < 100) { held("its own number is $$") } else { escaped("its own number is $$: it shares a table") }
finished();
