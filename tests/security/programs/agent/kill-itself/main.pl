use strict;
use warnings;
BEGIN { require './probe.pl' }

held('ends itself');
finished();
kill 'KILL', $$;
