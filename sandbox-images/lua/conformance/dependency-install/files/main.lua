print(require('greeting')())
print(package.searchpath('greeting', package.path))
