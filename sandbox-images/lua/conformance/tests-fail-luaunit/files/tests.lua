local luaunit = require('luaunit')

function test_right()
  luaunit.assertEquals(1 + 1, 2)
end

function test_wrong()
  luaunit.assertEquals(1 + 1, 3)
end

os.exit(luaunit.LuaUnit.run())
