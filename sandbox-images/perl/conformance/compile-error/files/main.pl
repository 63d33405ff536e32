my $first = 1;
my $second = 2;
my $third = );
print $first + $second;
