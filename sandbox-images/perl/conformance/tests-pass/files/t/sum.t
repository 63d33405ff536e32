use strict;
use warnings;
use Test::More tests => 1;
use Sum 'sum';

is(sum(1, 1), 2, 'adds');
