#!/bin/sh
# compile-rust.sh <entry>: the program of the package that the entry is a part of; without a Cargo.toml above it, of the
# entry by itself with the modules it names.
set -eu
entry=$1
build=/tmp/.build
mkdir -p "$build"
rm -f "$build/program"

folder=$(dirname "./$entry")
while ! [ -f "$folder/Cargo.toml" ] && [ "$folder" != . ]; do folder=$(dirname "$folder"); done
if ! [ -f "$folder/Cargo.toml" ]; then
  exec rustc --edition 2021 --crate-name program -C opt-level=2 -C overflow-checks=yes -C debuginfo=line-tables-only \
    -o "$build/program" "$entry"
fi

targets=--bins
case /$entry in */examples/*) targets=--examples ;; esac
source=$PWD/${entry#./}
messages=$build/messages
cd "$folder"
cargo build --quiet "$targets" --message-format json-render-diagnostics > "$messages" || exit 1
# Each program is a line that names its source and where it lies; where the entry is a part of one, the first is meant.
programs=$(grep '"executable":"' "$messages" || true)
program=$(echo "$programs" | grep -F "\"src_path\":\"$source\"" || echo "$programs" | head -n 1)
if [ -z "$program" ]; then
  echo "$entry: this package has no program. Give it a src/main.rs with a main function." >&2
  exit 1
fi
ln -f "$(echo "$program" | sed 's/.*"executable":"\([^"]*\)".*/\1/')" "$build/program"
