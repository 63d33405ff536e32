# What the proxy answers to these bytes: its first line, or why there is none.
sub ask_proxy {
  my ($request, $seconds) = @_;
  socket(my $socket, AF_INET, SOCK_STREAM, 0);
  die "no proxy listens, so nothing is proved: $!\n" unless connect($socket, pack_sockaddr_in(our $proxy_port, inet_aton('127.0.0.1')));
  send($socket, $request, MSG_NOSIGNAL);
  my ($answer, $bits) = ('', '');
  vec($bits, fileno($socket), 1) = 1;
  my $until = time() + $seconds;
  while (time() < $until && $answer !~ /\n/) {
    my $ready = $bits;
    next unless select($ready, undef, undef, 0.5) > 0;
    last unless sysread($socket, $answer, 4096, length($answer));
  }
  return $answer =~ /^([^\r\n]+)/ ? $1 : 'closed without an answer';
}
our $proxy_port = 3128;

1;
