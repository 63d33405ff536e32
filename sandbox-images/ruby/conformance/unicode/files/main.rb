line = gets.chomp
puts line.length, line
