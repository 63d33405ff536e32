use strict;
use warnings;
BEGIN { require './probe.pl' }

chdir('/work/output');
my @names = ("new\nline.txt", "\e[2Jclear.txt", "\xe2\x80\xaetxt.exe", "back\\slash.txt", "..\\..\\up.txt", "\xff\xfe.txt", 'C:drive.txt',
  'x' x 255, "tab\t.txt", "null\x7f.txt", "\xc2\x9b2J.txt");
my @fine = ('-rf', '__proto__', '%2e%2e%2fup.txt', '...', "it's \$(id) `id` ; & | <b>.html", 'constructor');
my $made = 0;
for my $name (@names, @fine) { if (open(my $file, '>', $name)) { print $file 'x'; $made += 1 } }
held("leaves $made files");
finished();
