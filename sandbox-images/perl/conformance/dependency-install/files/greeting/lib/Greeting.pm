package Greeting;
use strict;
use warnings;
our $VERSION = '1.0.0';

sub greet { return 'Good day' }

1;
