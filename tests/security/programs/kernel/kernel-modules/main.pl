use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('load a module', init_module => 'hostile', 7, '');
denied('load a module from a file', finit_module => 0, '', 0);
denied('remove a module', delete_module => 'no_such_module', 0);
finished();
