local sum = require('sum')

describe('sum', function()
  it('adds', function()
    assert.are.equal(3, sum(1, 1))
  end)
end)
