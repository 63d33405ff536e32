puts $stdin.read.upcase
