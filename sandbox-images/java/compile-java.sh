#!/bin/sh
# compile-java.sh [entry]: compiles every source below the working folder and, where an entry is given, notes how to
# start the class with its `main`. JUnit is on the class path of the compiler, so that tests beside a program compile.
set -eu
build=/tmp/.build
rm -rf "$build"
mkdir -p "$build"
jars=
for jar in /deps/java/lib/*.jar; do
  if [ -f "$jar" ]; then jars=$jars$jar:; fi
done
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xss4m -XX:MaxRAMPercentage=60 \
  -XX:AOTCache=/usr/local/lib/sandsmith/java-tools.aot \
  -cp /usr/local/lib/sandsmith/java-tools.jar Compile "$build/classes" \
  "${jars}/usr/local/share/java/junit.jar" "$@"
if [ $# = 0 ]; then exit 0; fi
if ! [ -s "$build/main-class" ]; then
  echo "$1: there is no class to start in this file" >&2
  exit 1
fi
printf '%s\n' -XX:+UseSerialGC -XX:-UsePerfData -XX:MaxRAMPercentage=60 \
  -cp "$build/classes:.:src/main/resources:/deps/java/lib/*" "$(cat "$build/main-class")" > "$build/run.args"
