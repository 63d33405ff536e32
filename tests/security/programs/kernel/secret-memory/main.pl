use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('secret memory', memfd_secret => 0);
my ($result, $error) = call(mlockall => 3);
if ($result == -1) { held('lock all memory: ' . reason($error)) }
else { held('its own memory is locked, which its own limit counts') }
finished();
