use strict;
use warnings;
BEGIN { require './probe.pl' }

chdir('/work/output');
symlink('/etc/passwd', 'passwd.txt');
symlink('../../../../../../etc/shadow', 'shadow.txt');
symlink('/', 'root');
symlink('/proc/1/environ', 'environ.txt');
symlink('passwd.txt', 'chain.txt');
mkdir('folder');
symlink('/etc', 'folder/etc');
link('/etc/passwd', 'hard.txt') and escaped('a hard link to a file of the image');
held('leaves six links');
finished();
