-- Rocks go into the package store. They are fetched by curl, which takes the certificates that the run is given.
rocks_trees = { { name = "store", root = "/deps/lua" } }
rocks_servers = { "https://luarocks.org" }
local_cache = "/tmp/.luarocks"
wrap_bin_scripts = true
variables = { WGET = "/nonexistent" }
