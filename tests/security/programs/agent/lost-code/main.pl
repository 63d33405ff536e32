use strict;
use warnings;
BEGIN { require './probe.pl' }

held('ends with 124');
finished();
exit 124;
