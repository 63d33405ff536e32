first <- 1
second <- 2
third <- )
print(first + second)
