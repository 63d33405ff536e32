$stdout.sync = true
puts "BEGUN: takes memory"
blocks = []
loop { blocks << "x" * 10_000_000 }
