use strict;
use warnings;
BEGIN { require './probe.pl' }

held('ends with 125');
finished();
exit 125;
