use strict;
use warnings;
BEGIN { require './probe.pl' }

mkdir '/work/jail';
opendir(my $outside, '/');
refused('change the root', chroot => '/work/jail');
refused('swap the root', pivot_root => '.', '.');
chdir($outside);
chdir('..') for 1 .. 64;
my $top = POSIX::getcwd() // '';
if ($top eq '/') { held('64 steps up end at the own root') }
else { escaped("walked up to $top") }
finished();
