#!/bin/sh
# download-tools.sh <Maven repository> <extra CA file, may be empty> <target>: Maven and JUnit as Maven Central has
# them, each checked against the hash that its release published.
set -eu
repository=${1%/}
extra_ca=$2
target=$3

download() { # path hash
  if [ -s "$extra_ca" ]; then set -- "$@" --cacert "$extra_ca"; fi
  path=$1
  hash=$2
  shift 2
  curl --fail --silent --show-error --location --retry 3 "$@" -o "$target/file" "$repository/$path"
  echo "$hash  $target/file" | sha512sum -c --quiet -
}

mkdir -p "$target/maven"
download org/apache/maven/apache-maven/3.9.16/apache-maven-3.9.16-bin.tar.gz \
  831a8591fe20c8243b1dbe7d71e3244f31d1665b0804b2e825e38cbbe5ce0cafb8338851f90780735568773e0a6cd07bbec107cda0b896b008b861075358b6f6
tar -xzf "$target/file" -C "$target/maven" --strip-components=1
download org/junit/platform/junit-platform-console-standalone/1.14.4/junit-platform-console-standalone-1.14.4.jar \
  1486ab3eb97afad3285b9b7152629d6108d3edb1c0f23b507073f25bfe417efc4fa448e7f794ea350d114d67fd7c898db701d1243039b17734960289f894d9fd
mv "$target/file" "$target/junit.jar"
