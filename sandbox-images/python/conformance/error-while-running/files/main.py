total = 1
print(total / 0)
