io.stdout:setvbuf("no")
print("BEGUN: takes memory")
local blocks = {}
while true do
  blocks[#blocks + 1] = string.rep("x", 10000000) .. #blocks
end
