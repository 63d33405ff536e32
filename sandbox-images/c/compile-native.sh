#!/bin/bash
# compile-native.sh <c|cpp> <entry>: makes one program of all sources below the working folder.
# Sources other than the entry that have a `main` of their own, such as tests, are left out of it.
set -u
language=$1
entry=$2
build=/tmp/.build
rm -rf "$build"
mkdir -p "$build"

c=(gcc -std=gnu17)
cpp=(g++ -std=gnu++23)
names=(-name '*.c')
if [ "$language" = cpp ]; then names+=(-o -name '*.cpp' -o -name '*.cc' -o -name '*.cxx'); fi
mapfile -d '' -t sources < <(find . -name '.?*' -prune -o -type f \( "${names[@]}" \) -printf '%P\0' | sort -z)
include=(-I .)
if [ -d include ]; then include+=(-I include); fi

failed=0
translate() { # source object compiler ...
  local source=$1 object=$2
  shift 2
  if [[ $source = -* ]]; then source=./$source; fi
  # a name without an ending says nothing of the language
  if ! [[ ${source##*/} = *.* ]]; then set -- "$@" -x "${language/cpp/c++}"; fi
  "$@" -O2 -g1 -pthread "${include[@]}" -c -o "$object" "$source"
}

# The headers of C++23 take twice as long to read as those of C++20, and few programs need them.
compile() { # source object
  if [[ $language = c || ($1 != "$entry" && $1 = *.c) ]]; then
    translate "$1" "$2" "${c[@]}" || failed=1
  elif translate "$1" "$2" g++ -std=gnu++20 2> "$build/messages"; then
    cat "$build/messages" >&2
  else
    translate "$1" "$2" "${cpp[@]}" || failed=1
  fi
}

has_main() { nm -- "$1" | grep -q ' T main$'; }

compile "$entry" "$build/0.o"
objects=("$build/0.o")
for index in "${!sources[@]}"; do
  if [ "${sources[index]}" = "${entry#./}" ]; then continue; fi
  object=$build/$((index + 1)).o
  compile "${sources[index]}" "$object"
  if [ -f "$object" ] && ! has_main "$object"; then objects+=("$object"); fi
done
if [ "$failed" = 1 ]; then exit 1; fi

link=("${c[@]}")
if [ "$language" = cpp ]; then link=("${cpp[@]}"); fi
exec "${link[@]}" -pthread -o "$build/program" "${objects[@]}" -lm
