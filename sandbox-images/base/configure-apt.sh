#!/bin/sh
# configure-apt.sh <mirror> <extra CA file, may be empty>: lets apt reach the packages the way this machine does.
# Used while an image builds; what it writes is removed by the step that called it or by its build stage.
set -eu
mirror=$1
extra_ca=$2
printf 'deb %s trixie main\n' "$mirror" > /etc/apt/sources.list
rm -f /etc/apt/sources.list.d/*
printf 'Acquire::Retries "3";\n' > /etc/apt/apt.conf.d/90sandsmith
if [ -s "$extra_ca" ]; then
  cp "$extra_ca" /etc/apt/sandsmith-build-ca.crt
  printf 'Acquire::https::CaInfo "/etc/apt/sandsmith-build-ca.crt";\n' >> /etc/apt/apt.conf.d/90sandsmith
fi
