use strict;
use warnings;
BEGIN { require './probe.pl' }
BEGIN { require './name-servers.pl' }

ask_name_servers();

for my $name (qw(example.com metadata.google.internal host.docker.internal gateway.docker.internal)) {
  if (gethostbyname($name)) { escaped("$name is found") } else { held("$name is not found") }
}
finished();
