use strict;
use warnings;
BEGIN { require './probe.pl' }

my %families = (AF_AX25 => 3, AF_KEY => 15, AF_PACKET => 17, AF_RDS => 21, AF_PPPOX => 24, AF_LLC => 26, AF_CAN => 29,
  AF_TIPC => 30, AF_BLUETOOTH => 31, AF_RXRPC => 33, AF_ALG => 38, AF_NFC => 39, AF_VSOCK => 40, AF_KCM => 41,
  AF_QIPCRTR => 42, AF_SMC => 43, AF_XDP => 44);
my %must_be_filtered = map { $_ => 1 } qw(AF_VSOCK AF_ALG AF_RXRPC AF_PACKET);
for my $name (sort keys %families) {
  for my $type (1, 2, 3, 5) {
    my ($result, $error) = call(socket => $families{$name}, $type, 0);
    if ($result >= 0) { escaped("socket $name of type $type opened") }
    elsif ($must_be_filtered{$name} && $error != POSIX::EPERM() && $error != POSIX::EACCES()) {
      escaped("socket $name of type $type reached the kernel: " . reason($error));
    }
    else { held("socket $name of type $type: " . reason($error)) }
  }
}
finished();
