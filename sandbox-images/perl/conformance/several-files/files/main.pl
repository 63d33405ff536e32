use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Answer;

print Answer::answer(), "\n";
