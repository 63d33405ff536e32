use Test::More tests => 1;
use Greeting;

is(Greeting::greet(), 'Good day');
