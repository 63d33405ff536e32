local lfs = require('lfs')

local function save(path, text)
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
end

assert(lfs.mkdir('output/deep'))
save('output/table.csv', 'a,b\n1,2\n')
save('output/deep/page.html', '<p>hi</p>\n')
