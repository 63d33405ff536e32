package Sum;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT_OK = ('sum');

sub sum { return $_[0] + $_[1] }

1;
