# For hostile programs: system calls by name, and evidence lines. Perl is part of every Debian base, so these run in
# every language image without a compiler.
use strict;
use warnings;
use Fcntl;
use Socket;
use POSIX ();

$| = 1;
our $machine = (POSIX::uname())[4];
my ($amd, $arm) = (0, 1);

# name => [x86_64, aarch64]; undef where that machine has no such call
my %calls = (
  write => [1, 64], close => [3, 57], socket => [41, 198], clone => [56, 220], kill => [62, 129],
  ptrace => [101, 117], syslog => [103, 116], setuid => [105, 146], setgid => [106, 144], setgroups => [116, 159],
  setresuid => [117, 147], setresgid => [119, 149], capset => [126, 91], mknod => [133, undef],
  uselib => [134, undef], personality => [135, 92], ustat => [136, undef], sysfs => [139, undef],
  setpriority => [141, 140], sched_setparam => [142, 118], sched_setscheduler => [144, 119],
  sched_setaffinity => [203, 122], sched_setattr => [314, 274], mlockall => [151, 230], pivot_root => [155, 41],
  prctl => [157, 167], chroot => [161, 51], acct => [163, 89], settimeofday => [164, 170], mount => [165, 40],
  umount2 => [166, 39], swapon => [167, 224], swapoff => [168, 225], reboot => [169, 142], sethostname => [170, 161],
  setdomainname => [171, 162], iopl => [172, undef], ioperm => [173, undef], init_module => [175, 105],
  delete_module => [176, 106], quotactl => [179, 60], lookup_dcookie => [212, 18], clock_settime => [227, 112],
  mbind => [237, 235], mq_open => [240, 180], kexec_load => [246, 104], add_key => [248, 217],
  request_key => [249, 218], keyctl => [250, 219], ioprio_set => [251, 30], mknodat => [259, 33],
  unshare => [272, 97], move_pages => [279, 239], inotify_init1 => [294, 26], perf_event_open => [298, 241],
  fanotify_init => [300, 262], prlimit64 => [302, 261], name_to_handle_at => [303, 264],
  open_by_handle_at => [304, 265], clock_adjtime => [305, 266], setns => [308, 268],
  process_vm_readv => [310, 270], process_vm_writev => [311, 271], kcmp => [312, 272], finit_module => [313, 273],
  seccomp => [317, 277], memfd_create => [319, 279], kexec_file_load => [320, 294], bpf => [321, 280],
  execveat => [322, 281], userfaultfd => [323, 282], pidfd_send_signal => [424, 424], io_uring_setup => [425, 425],
  io_uring_enter => [426, 426], io_uring_register => [427, 427], open_tree => [428, 428], move_mount => [429, 429],
  fsopen => [430, 430], fsconfig => [431, 431], fsmount => [432, 432], fspick => [433, 433],
  pidfd_open => [434, 434], clone3 => [435, 435], pidfd_getfd => [438, 438], process_madvise => [440, 440],
  mount_setattr => [442, 442], quotactl_fd => [443, 443], memfd_secret => [447, 447],
  process_mrelease => [448, 448],
);

sub held { print "HELD: @_\n" }
sub escaped { print "ESCAPED: @_\n" }
sub finished { print "DONE\n" }

sub number_of {
  my ($name) = @_;
  die "no number is known for $name" unless $calls{$name};
  return $calls{$name}[$machine eq 'aarch64' ? $arm : $amd];
}

# The result (-1 where it failed) and the error.
sub call {
  my ($name, @arguments) = @_;
  my $number = number_of($name);
  return (-1, POSIX::ENOSYS()) unless defined $number;
  $! = 0;
  my $result = syscall($number, @arguments);
  return ($result, $! + 0);
}

sub reason { local $! = shift; return "$!" }

# Must fail, whatever the reason.
sub refused {
  my ($what, $name, @arguments) = @_;
  my ($result, $error) = call($name, @arguments);
  if ($result == -1) { held("$what ($name): " . reason($error)) }
  else { escaped("$what ($name) gave $result") }
  return $result;
}

# Must be turned away before the kernel looks at it: any other error means that the kernel did.
sub denied {
  my ($what, $name, @arguments) = @_;
  my ($result, $error) = call($name, @arguments);
  if ($result != -1) { escaped("$what ($name) gave $result") }
  elsif ($error == POSIX::EPERM() || $error == POSIX::ENOSYS() || $error == POSIX::EACCES()) {
    held("$what ($name): " . reason($error));
  }
  else { escaped("$what ($name) reached the kernel: " . reason($error)) }
  return $result;
}

# May not be opened for writing; nothing is written.
sub unwritable {
  my ($path) = @_;
  if (sysopen(my $file, $path, O_WRONLY | O_NONBLOCK)) { escaped("$path opens for writing"); return 0 }
  return 1;
}

# Not one byte may be read.
sub unreadable {
  my ($path) = @_;
  sysopen(my $file, $path, O_RDONLY | O_NONBLOCK) or return 1;
  my $got = sysread($file, my $bytes, 64);
  if ($got) { escaped("$path gives $got bytes"); return 0 }
  return 1;
}

# Every path below a folder, links not followed; `wanted` says by (path, lstat fields) what to keep.
sub below {
  my ($top, $wanted, $depth) = @_;
  return () if ($depth // 40) <= 0;
  opendir(my $folder, $top) or return ();
  my @names = grep { $_ ne '.' && $_ ne '..' } readdir($folder);
  closedir($folder);
  my @found;
  for my $name (@names) {
    my $path = $top eq '/' ? "/$name" : "$top/$name";
    my @about = lstat($path) or next;
    push @found, $path if $wanted->($path, @about);
    push @found, below($path, $wanted, ($depth // 40) - 1) if -d _ && $path !~ m{^/(proc|sys)$};
  }
  return @found;
}

# Waits at most so many seconds for a connection; the reason where it fails, nothing where it stands.
sub connect_fault {
  my ($family, $address, $seconds) = @_;
  socket(my $socket, $family, SOCK_STREAM, 0) or return "no socket: $!";
  fcntl($socket, F_SETFL, O_NONBLOCK);
  return undef if connect($socket, $address);
  my $error = $! + 0;
  return reason($error) unless $error == POSIX::EINPROGRESS();
  my $bits = '';
  vec($bits, fileno($socket), 1) = 1;
  return 'no answer' unless select(undef, $bits, undef, $seconds);
  $error = unpack('i', getsockopt($socket, SOL_SOCKET, SO_ERROR));
  return $error ? reason($error) : undef;
}

# TCP to `host` (an address in figures) and `port` must not come about.
sub unreachable {
  my ($host, $port, $seconds) = @_;
  my $is_six = $host =~ /:/;
  my $packed = Socket::inet_pton($is_six ? AF_INET6 : AF_INET, $host);
  my $address = $is_six ? Socket::pack_sockaddr_in6($port, $packed) : pack_sockaddr_in($port, $packed);
  my $fault = connect_fault($is_six ? AF_INET6 : AF_INET, $address, $seconds // 1);
  if (defined $fault) { held("$host port $port: $fault") }
  else { escaped("a connection to $host port $port stands") }
}

1;
