package Answer;

sub answer { return 42 }

1;
