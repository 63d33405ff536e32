use strict;
use warnings;
use open qw(:std :encoding(UTF-8));

chomp(my $line = <STDIN>);
print length($line), "\n$line\n";
