local count = require('greeting.count')

return function()
  return 'Good day', count('Good day')
end
