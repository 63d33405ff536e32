#!/bin/sh
# install-packages.sh <package>...: installs Debian packages while an image builds, and leaves nothing behind that a run
# has no use for. They come from APT_MIRROR where it is set. What EXTRA_CA holds is trusted as well (/tmp/extra-ca.crt
# where it is not set, which is removed; an empty file adds nothing).
set -eu
mirror=${APT_MIRROR:-http://deb.debian.org/debian}
extra_ca=${EXTRA_CA:-/tmp/extra-ca.crt}
printf 'deb %s trixie main\n' "$mirror" > /etc/apt/sources.list
rm -f /etc/apt/sources.list.d/*
printf 'Acquire::Retries "3";\n' > /etc/apt/apt.conf.d/90sandsmith
if [ -s "$extra_ca" ]; then
  cp "$extra_ca" /etc/apt/sandsmith-build-ca.crt
  printf 'Acquire::https::CaInfo "/etc/apt/sandsmith-build-ca.crt";\n' >> /etc/apt/apt.conf.d/90sandsmith
fi
apt-get update
apt-get install -y --no-install-recommends "$@"
rm -f /tmp/extra-ca.crt /etc/apt/sandsmith-build-ca.crt /etc/apt/apt.conf.d/90sandsmith
rm -rf /var/cache/apt/* /var/cache/debconf/* /var/lib/apt/lists/* /usr/share/doc/* /usr/share/man/* \
  /usr/share/locale/*
