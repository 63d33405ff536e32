use strict;
use warnings;
BEGIN { require './probe.pl' }

BEGIN { require './proxy.pl' }
unreachable($_, 80, 0.5) for qw(169.254.169.254 172.17.0.1 10.0.0.1 192.168.0.1);
for my $target (qw(169.254.169.254:80 127.0.0.1:22 localhost:3000 [::1]:443 172.17.0.1:2375 10.0.0.1:80 192.168.0.1:80
    metadata.google.internal:80 host.docker.internal:80 2130706433:80 [::ffff:169.254.169.254]:80 127.0.0.1.nip.io:80)) {
  my $answer = ask_proxy("CONNECT $target HTTP/1.1\r\nHost: $target\r\n\r\n", 8);
  if ($answer =~ m{^HTTP/\S+ 2}) { escaped("the proxy connects to $target") } else { held("$target: $answer") }
}
finished();
