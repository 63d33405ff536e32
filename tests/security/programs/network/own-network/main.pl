use strict;
use warnings;
BEGIN { require './probe.pl' }

# The error of the kernel's answer to one netlink message; 0 where it did it.
sub ask {
  my ($type, $payload) = @_;
  my $message = pack('I S S I I', 16 + length($payload), $type, 0x405, 1, 0) . $payload;
  my ($socket, $error) = call(socket => 16, 3, 0);
  return $error if $socket < 0;
  open(my $handle, '+<&=', $socket);
  send($handle, $message, 0) // return $! + 0;
  my $bits = '';
  vec($bits, $socket, 1) = 1;
  return -1 unless select($bits, undef, undef, 1) > 0;
  recv($handle, my $answer, 4096, 0);
  return -unpack('x16 i', $answer);
}
my %messages = (
  'a card' => [16, pack('C x S i I I', 0, 0, 0, 1, 0xffffffff) . pack('S S a8', 12, 3, "own0\0") . pack('S S', 16, 18) . pack('S S a8', 12, 1, "dummy\0")],
  'an address' => [20, pack('C4 I', 2, 8, 0, 0, 1) . pack('S S a4', 8, 2, inet_aton('10.9.9.9'))],
  'a route' => [24, pack('C8 I', 2, 0, 0, 0, 254, 3, 0, 1, 0) . pack('S S i', 8, 4, 1)],
);
for my $what (sort keys %messages) {
  my $error = ask(@{$messages{$what}});
  if ($error > 0) { held("$what by netlink: " . reason($error)) } else { escaped("$what by netlink was not refused ($error)") }
}
socket(my $socket, AF_INET, SOCK_DGRAM, 0);
my $request = pack('a16 S a22', 'lo', 0, '');
if (ioctl($socket, 0x8914, $request)) { escaped('switched the loopback') } else { held("switch a card: $!") }
finished();
