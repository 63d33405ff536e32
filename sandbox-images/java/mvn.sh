#!/bin/sh
# Maven of the sandbox: takes the proxy, the mirror and the certificates from variables as other package managers do.
set -eu
if [ -r "${SSL_CERT_FILE:-}" ]; then
  store=/tmp/.sandsmith-trust.p12
  if ! [ -f "$store" ]; then
    java -XX:+UseSerialGC -cp /usr/local/lib/sandsmith/java-tools.jar TrustStore "$SSL_CERT_FILE" "$store"
  fi
  export MAVEN_OPTS="${MAVEN_OPTS:-} -Djavax.net.ssl.trustStore=$store -Djavax.net.ssl.trustStorePassword=changeit"
fi
settings=
proxy=${https_proxy:-${http_proxy:-}}
if [ -n "$proxy" ]; then
  address=${proxy#*://}
  address=${address%%/*}
  login=
  case $address in
    *:*@*)
      user=${address%@*}
      login="<username>${user%%:*}</username><password>${user#*:}</password>"
      address=${address##*@}
      ;;
  esac
  case $address in *:*) ;; *) address=$address:80 ;; esac
  place="<host>${address%:*}</host><port>${address##*:}</port>$login"
  settings="<proxies><proxy><id>plain</id><protocol>http</protocol>$place</proxy>"
  settings="$settings<proxy><id>secure</id><protocol>https</protocol>$place</proxy></proxies>"
fi
if [ -n "${MAVEN_MIRROR:-}" ]; then
  # Named as what it stands for: what the image has already is known as coming from there.
  mirror="<mirror><id>central</id><mirrorOf>central</mirrorOf><url>$MAVEN_MIRROR</url></mirror>"
  settings="$settings<mirrors>$mirror</mirrors>"
fi
if [ -n "$settings" ]; then
  echo "<settings>$settings</settings>" > /tmp/.sandsmith-maven.xml
  set -- -gs /tmp/.sandsmith-maven.xml "$@"
fi
exec /usr/local/share/maven/bin/mvn "$@"
