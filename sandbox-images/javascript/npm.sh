#!/bin/sh
# npm of the sandbox. Where the project's package store is mounted to be written, packages go there and not into the
# working folder, which is gone after the run.
set -eu
npm=/usr/local/lib/node_modules/npm/bin/npm-cli.js
if [ -w /deps ] && [ "$(pwd)" = /work ]; then
  case "${1:-}" in
    install | i | in | add | ci | clean-install | uninstall | remove | rm | update | up)
      for file in package.json package-lock.json .npmrc; do
        if [ -f "$file" ]; then cp "$file" /deps/; fi
      done
      exec node "$npm" --prefix /deps "$@"
      ;;
  esac
fi
exec node "$npm" "$@"
