use strict;
use warnings;
use File::Path 'make_path';

make_path('output/deep');
save('output/table.csv', "a,b\n1,2\n");
save('output/deep/page.html', "<p>hi</p>\n");

sub save {
    my ($path, $text) = @_;
    open my $file, '>', $path or die "$path: $!";
    print $file $text;
    close $file;
}
