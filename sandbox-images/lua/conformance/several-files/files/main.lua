local answer = require('lib.answer')

print(answer())
