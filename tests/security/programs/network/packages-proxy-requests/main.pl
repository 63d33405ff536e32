use strict;
use warnings;
BEGIN { require './probe.pl' }

BEGIN { require './proxy.pl' }
my %requests = (
  'plain metadata' => "GET http://169.254.169.254/latest/meta-data/ HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n",
  'plain loopback' => "GET http://127.0.0.1:3000/ HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n",
  'plain outside' => "GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n",
  'no host at all' => "GET / HTTP/1.0\r\n\r\n",
  'own address' => "GET / HTTP/1.1\r\nHost: 127.0.0.1:3128\r\n\r\n",
  'another scheme' => "GET file:///etc/passwd HTTP/1.1\r\nHost: pypi.org\r\n\r\n",
  'ftp' => "GET ftp://pypi.org/ HTTP/1.1\r\nHost: pypi.org\r\n\r\n",
  'name in the header only' => "CONNECT 169.254.169.254:443 HTTP/1.1\r\nHost: pypi.org:443\r\n\r\n",
  'a line in the target' => "CONNECT example.com:443\tHTTP/1.1\r\nHost: pypi.org:443\r\n\r\n",
  'a second target' => "CONNECT pypi.org:443 example.com:443 HTTP/1.1\r\n\r\n",
  'line feeds alone' => "CONNECT example.com:443 HTTP/1.1\nHost: pypi.org\n\n",
  'no version' => "CONNECT example.com:443\r\n\r\n",
  'no request' => "\0\1\2\3 not a request\r\n\r\n",
  'socks' => "\5\1\0",
  'an endless header' => "GET http://pypi.org/ HTTP/1.1\r\nX: " . 'x' x 200_000 . "\r\n\r\n",
  'a body of two lengths' => "POST http://example.com/ HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET http://169.254.169.254/ HTTP/1.1\r\n\r\n",
);
for my $what (sort keys %requests) {
  my $answer = ask_proxy($requests{$what}, 5);
  if ($answer =~ m{^HTTP/\S+ [23]}) { escaped("$what: $answer") } else { held("$what: $answer") }
}
finished();
