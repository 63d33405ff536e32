use strict;
use warnings;
use Greeting;

print Greeting::greet(), "\n$INC{'Greeting.pm'}\n";
