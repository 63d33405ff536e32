use strict;
use warnings;
BEGIN { require './probe.pl' }

denied('add a key', add_key => 'user', 'hostile', 'x', 1, -3);
denied('ask for a key', request_key => 'user', 'no-such-key', 0, 0);
denied('get the session keyring', keyctl => 0, -3, 1);
denied('get the user keyring', keyctl => 0, -4, 1);
denied('join a session keyring', keyctl => 1, 0);
finished();
