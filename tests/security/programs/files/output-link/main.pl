use strict;
use warnings;
BEGIN { require './probe.pl' }

rmdir('/work/output');
symlink('/etc', '/work/output');
held('output/ is a link');
finished();
