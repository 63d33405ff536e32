#!/bin/sh
# install-rust.sh: downloads the crates that Cargo.toml asks for, and compiles them, so that runs only compile the
# program itself. That is a gain in time alone: crates that take long are left to the run.
set -eu
# Cargo wants to see the package's sources, which are not here: empty ones stand for them.
for path in src/main.rs src/lib.rs $(sed -n 's/^ *path *= *"\([^"]*\.rs\)".*/\1/p' Cargo.toml); do
  mkdir -p "$(dirname "./$path")"
  echo 'fn main() {}' > "$path"
done
if [ -n "${CARGO_MIRROR:-}" ]; then
  # Beside what is downloaded, since a run finds that by the address it came from.
  mkdir -p "$CARGO_HOME"
  {
    printf '[source.crates-io]\nreplace-with = "mirror"\n\n'
    printf '[source.mirror]\nregistry = "%s"\n' "$CARGO_MIRROR"
  } > "$CARGO_HOME/config.toml"
fi
cargo fetch --quiet
export CARGO_TARGET_DIR=/deps/cargo/target
timeout 300 cargo build --quiet > /dev/null 2>&1 || true
# The package itself would be taken for the one that is run.
cargo clean --quiet --package "$(cargo pkgid)" || true
