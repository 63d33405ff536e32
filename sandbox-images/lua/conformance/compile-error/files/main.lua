local first = 1
local second = 2
local third = )
print(first + second)
