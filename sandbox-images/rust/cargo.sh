#!/bin/sh
# Cargo of the sandbox. What an install has compiled cannot be written to in a run: the folder for what is compiled
# starts as links to it.
set -eu
if [ -r "${SSL_CERT_FILE:-}" ]; then export CARGO_HTTP_CAINFO="$SSL_CERT_FILE"; fi
compiled=/deps/cargo/target
target=${CARGO_TARGET_DIR:-}
if [ -d "$compiled/debug" ] && [ -n "$target" ] && [ "$target" != "$compiled" ] && ! [ -e "$target" ]; then
  mkdir -p "$(dirname "$target")"
  cp -as "$compiled" "$target"
  rm -f "$target/.rustc_info.json" "$target/debug/.cargo-lock"
fi
exec /usr/bin/cargo "$@"
