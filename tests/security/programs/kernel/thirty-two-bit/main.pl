use strict;
use warnings;
BEGIN { require './probe.pl' }

our $machine;
if ($machine ne 'x86_64') {
  held("a $machine runs no 32-bit x86 program");
  finished();
  exit 0;
}

# A whole executable: load the registers, call, and exit with the error (0 where the call succeeded).
sub executable {
  my ($number, @arguments) = @_;
  my $base = 0x08048000;
  my @load = ("\xbb", "\xb9", "\xba", "\xbe", "\xbf");
  my $code = "\xb8" . pack('V', $number);
  for my $index (0 .. 4) { $code .= $load[$index] . pack('V', ($arguments[$index] // 0) & 0xffffffff) }
  $code .= "\xcd\x80" . "\x85\xc0\x79\x06\xf7\xd8\x89\xc3\xeb\x02\x31\xdb" . "\xb8" . pack('V', 1) . "\xcd\x80";
  my $size = 84 + length($code) + 64;
  my $data = pack('V4', map { $_ & 0xffffffff } @{$arguments[5] // []}, 0, 0, 0, 0);
  my $header = "\x7fELF\1\1\1" . "\0" x 9 . pack('v2 V5 v6', 2, 3, 1, $base + 84, 52, 0, 0, 52, 32, 1, 0, 0, 0);
  my $segment = pack('V8', 1, 0, $base, $base, $size, $size, 7, 4096);
  my $text = $header . $segment . $code;
  return $text . "\0" x (400 - length($text)) . $data . "\0" x 64;
}
our $data_address = 0x08048000 + 400;

sub run {
  my ($number, @arguments) = @_;
  my $path = '/work/thirty-two';
  unlink $path;
  open(my $file, '>:raw', $path);
  print $file executable($number, @arguments);
  close($file);
  chmod 0755, $path;
  my $child = fork();
  if ($child == 0) { exec($path) or POSIX::_exit(250) }
  waitpid($child, 0);
  return $? & 127 ? 'ended by signal ' . ($? & 127) : $? >> 8;
}

my $test = run(20);
if ($test ne '0') {
  held("32-bit programs do not run here ($test)");
  finished();
  exit 0;
}
my %forbidden = (ptrace => [26, 16, 1], keyctl => [288, 0, -3, 1], process_vm_readv => [347, 1], io_uring_setup => [425, 4],
  userfaultfd => [374, 0], personality => [136, 0x40000], memfd_secret => [447, 0], bpf => [357, 0, $data_address, 128],
  unshare => [310, 0x10000000], init_module => [128, $data_address, 1, $data_address], mount => [21],
  perf_event_open => [336, $data_address], setns => [346, 0, 0], add_key => [286], kexec_load => [283, 0, 0, 0, 0xffff]);
for my $name (sort keys %forbidden) {
  my $error = run(@{$forbidden{$name}});
  if ($error =~ /^(1|13|38|ended by signal \d+)$/) { held("$name in 32 bits: " . ($error =~ /^\d+$/ ? reason($error) : $error)) }
  else { escaped("$name in 32 bits " . ($error eq '0' ? 'succeeded' : 'reached the kernel: ' . reason($error))) }
}
my %families = (AF_PACKET => [17, 3], AF_RXRPC => [33, 2], AF_ALG => [38, 5], AF_VSOCK => [40, 1]);
for my $name (sort keys %families) {
  my ($family, $type) = @{$families{$name}};
  for my $way (['socket', 359, $family, $type, 0], ['socketcall', 102, 1, $data_address, 0, 0, 0, [$family, $type, 0]]) {
    my ($called, @call) = @$way;
    my $error = run(@call);
    if ($error =~ /^(1|13|38|ended by signal \d+)$/) { held("$called of $name in 32 bits is turned away") }
    else { escaped("$called of $name in 32 bits " . ($error eq '0' ? 'succeeded' : 'reached the kernel: ' . reason($error))) }
  }
}
finished();
