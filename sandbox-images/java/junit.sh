#!/bin/sh
# junit [options of the console launcher]: compiles every source below the working folder and runs the tests in them.
set -eu
sh /usr/local/lib/sandsmith/compile-java.sh
path=/tmp/.build/classes:.:src/main/resources:src/test/resources
for jar in /deps/java/lib/*.jar; do
  if [ -f "$jar" ]; then path=$path:$jar; fi
done
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:MaxRAMPercentage=60 \
  -XX:AOTCache=/usr/local/lib/sandsmith/junit.aot -jar /usr/local/share/java/junit.jar execute \
  --class-path "$path" --scan-class-path=/tmp/.build/classes --disable-banner --disable-ansi-colors --details=tree "$@"
