print STDERR "bad\n";
exit 7;
