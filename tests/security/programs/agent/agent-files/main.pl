use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $name (qw(environ fd fdinfo root cwd exe ns task/1/fd task/1/environ syscall stack io personality timers wchan
    clear_refs mem)) {
  my $path = "/proc/1/$name";
  if (defined readlink($path)) { escaped("$path leads to " . readlink($path)); next }
  my ($folder, $file, $is_open);
  if (opendir($folder, $path)) { $is_open = my @names = readdir($folder) }
  elsif (sysopen($file, $path, O_RDONLY)) { $is_open = sysread($file, my $bytes, 4096) }
  my $error = $!;
  # A kernel may open this one for everybody and show a zero alone.
  if ($name eq 'wchan' && defined $is_open) { held("$path tells nothing") }
  elsif ($is_open) { escaped("$path opens") }
  else { held("open $path: $error") }
}
for my $name (qw(oom_score_adj clear_refs comm coredump_filter)) {
  held("/proc/1/$name cannot be changed") if unwritable("/proc/1/$name");
}
# Opens for everybody; it is the writing that is refused. The value is the one that it has.
my $slack;
if (sysopen($slack, '/proc/1/timerslack_ns', O_WRONLY) && syswrite($slack, '50000')) { escaped('the timers of process 1 can be set') }
else { held("set the timers of process 1: $!") }
finished();
