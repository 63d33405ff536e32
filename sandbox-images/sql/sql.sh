#!/bin/sh
# sql [--check] <file> [argument ...]   or   sql --test [file or folder ...]
exec python3 -E -s /usr/local/lib/sandsmith/sql/sql.py "$@"
