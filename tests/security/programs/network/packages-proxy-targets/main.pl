use strict;
use warnings;
BEGIN { require './probe.pl' }

BEGIN { require './proxy.pl' }
my @targets = (qw(169.254.169.254:80 169.254.169.254:443 127.0.0.1:22 127.0.0.1:443 127.0.0.1:3000 127.0.0.1:5432 localhost:3000
  localhost:443 [::1]:443 0.0.0.0:443 [::]:443 172.17.0.1:443 172.17.0.1:2375 10.0.0.1:443 192.168.1.1:443 100.64.0.1:443
  host.docker.internal:443 gateway.docker.internal:443 metadata.google.internal:443 example.com:443 1.1.1.1:443
  2130706433:443 0x7f000001:443 0177.0.0.1:443 127.1:443 2852039166:443 [::ffff:169.254.169.254]:443 [::ffff:7f00:1]:443
  [64:ff9b::a9fe:a9fe]:443 127.0.0.1.nip.io:443 localtest.me:443 pypi.org.hostile.example:443 hostile-pypi.org:443
  pypi.org:22 pypi.org:25 registry.npmjs.org:22 pypi.org@169.254.169.254:443 169.254.169.254?pypi.org:443
  data-taken-away.hostile.example:443), '169.254.169.254#pypi.org:443', 'pypi.org%00.hostile.example:443', "pypi.org\0:443",
  'pypi.org:443@127.0.0.1:443', '127.0.0.1:443/pypi.org:443', ':443', 'pypi.org:0', 'pypi.org:99999', 'pypi.org:-1',
  'x' x 9000 . ':443');
for my $target (@targets) {
  my $answer = ask_proxy("CONNECT $target HTTP/1.1\r\nHost: $target\r\n\r\n", 8);
  my $shown = length($target) > 60 ? substr($target, 0, 20) . '...' : $target =~ s/[^ -~]/?/gr;
  if ($answer =~ m{^HTTP/\S+ 2}) { escaped("the proxy connects to $shown") } else { held("$shown: $answer") }
}
finished();
