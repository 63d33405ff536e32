use strict;
use warnings;
BEGIN { require './probe.pl' }

my $name = (POSIX::uname())[1];
if ($name eq 'sandbox' || $name =~ /^sandsmith|^[0-9a-f]{12}$/) { held("the name is $name") } else { escaped("the name is $name") }
my @cards = grep { !m{/lo$} } glob('/sys/class/net/*');
if (@cards) { escaped("network cards: @cards") } else { held('no network card is seen') }
open(my $hosts, '<', '/etc/hosts');
my @names = grep { /\S/ && !/^\s*#/ && !/localhost|ip6-|sandbox|^127\.|^::1|^fe00|^ff0/ } $hosts ? <$hosts> : ();
if (@names) { escaped("names of others: $names[0]") } else { held('it knows no names of others') }
finished();
