use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $path (glob('/usr/local/lib/sandsmith/*'), '/usr/local/lib/sandsmith/runner', '/proc/1/exe') {
  held("open $path for writing: $!") if unwritable($path);
}
my $agent = '/usr/local/lib/sandsmith/runner';
if (rename $agent, "$agent.old") { escaped('renamed the agent') } else { held("rename the agent: $!") }
if (unlink $agent) { escaped('removed the agent') } else { held("remove the agent: $!") }
if (chmod 0777, $agent) { escaped('changed the mode of the agent') } else { held("change its mode: $!") }
my $link = readlink '/proc/1/exe';
if (defined $link) { escaped("/proc/1/exe is seen as $link") } else { held("read /proc/1/exe: $!") }
finished();
