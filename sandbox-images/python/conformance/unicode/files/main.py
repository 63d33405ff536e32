line = input()
print(len(line))
print(line)
