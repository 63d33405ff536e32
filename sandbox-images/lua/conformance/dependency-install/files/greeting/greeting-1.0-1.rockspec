package = 'greeting'
version = '1.0-1'
source = { url = 'file://.' }
build = { type = 'builtin', modules = { greeting = 'greeting.lua', ['greeting.count'] = 'count.c' } }
