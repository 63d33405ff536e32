#!/bin/sh
exec /usr/bin/lua5.4 /usr/bin/luarocks --lua-version=5.4 "$@"
