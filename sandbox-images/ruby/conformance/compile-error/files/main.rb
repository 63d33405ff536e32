first = 1
second = 2
third = )
puts first + second
