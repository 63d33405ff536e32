#!/bin/bash
# compile-go.sh <entry>: makes the program of which the entry is a part: the files of its folder, without tests and
# without others that have a `main` of their own.
set -eu
entry=$1
build=/tmp/.build
rm -rf "$build"
mkdir -p "$build"
cd -- "$(dirname -- "./$entry")"
name=$(basename -- "$entry")

files=("./$name")
overlay=()
if ! [[ $name =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]*\.go$ ]]; then
  # The go command refuses such a name: it is given the same text under another one.
  { printf '//line %s:1\n' "$name"; cat -- "./$name"; } > "$build/entry.go"
  printf '{"Replace": {"sandsmith_entry.go": "%s"}}\n' "$build/entry.go" > "$build/overlay.json"
  files=(./sandsmith_entry.go)
  overlay=(-overlay "$build/overlay.json")
fi
for file in *.go; do
  [[ $file != "$name" && $file != *_test.go && $file =~ ^[A-Za-z0-9_] ]] || continue
  grep -q '^func main()' "$file" || files+=("./$file")
done
exec go build "${overlay[@]}" -o "$build/program" "${files[@]}"
