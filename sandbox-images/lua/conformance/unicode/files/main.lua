local line = io.read('l')
print(utf8.len(line))
print(line)
