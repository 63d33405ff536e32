use strict;
use warnings;
BEGIN { require './probe.pl' }

for my $socket (below('/', sub { -S _ })) { escaped("there is a socket at $socket") }
held('the file system holds no socket');
for my $path (qw(/var/run/docker.sock /run/docker.sock /run/containerd/containerd.sock /run/podman/podman.sock
    /run/crio/crio.sock /run/k3s/containerd/containerd.sock /run/dbus/system_bus_socket /run/systemd/private
    /var/run/secrets/kubernetes.io/serviceaccount/token)) {
  if (-e $path) { escaped("$path is there") } else { held("$path: $!") }
}
escaped("DOCKER_HOST is $ENV{DOCKER_HOST}") if $ENV{DOCKER_HOST};
finished();
