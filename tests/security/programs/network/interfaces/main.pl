use strict;
use warnings;
BEGIN { require './probe.pl' }

open(my $cards, '<', '/proc/net/dev');
my @names = grep { $_ ne 'lo' } map { /^\s*([^\s:]+):/ ? $1 : () } <$cards>;
if (@names) { escaped("network cards: @names") } else { held('only the loopback is there') }
open(my $routes, '<', '/proc/net/route');
my @routes = map { (split)[0] } grep { !/^Iface/ } <$routes>;
if (@routes) { escaped("routes by @routes") } else { held('there is no route') }
open(my $six, '<', '/proc/net/ipv6_route');
my @six = grep { $_ ne 'lo' } map { (split)[-1] } $six ? <$six> : ();
if (@six) { escaped("IPv6 routes by @six") } else { held('there is no IPv6 route') }
finished();
