local cjson = require('cjson')
local lpeg = require('lpeg')
local socket = require('socket')

print(cjson.encode({ 1, 2, 3 }), type(lpeg.match(lpeg.Ct(lpeg.C(1) ^ 0), 'abc')), type(socket.gettime()))
