require 'fileutils'

FileUtils.mkdir_p 'output/deep'
File.write 'output/table.csv', "a,b\n1,2\n"
File.write 'output/deep/page.html', "<p>hi</p>\n"
