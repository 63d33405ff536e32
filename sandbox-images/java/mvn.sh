#!/bin/sh
# Maven of the sandbox: takes the proxy and the certificates from the variables that other package managers read.
set -eu
if [ -r "${SSL_CERT_FILE:-}" ]; then
  store=/tmp/.sandsmith-trust.p12
  if ! [ -f "$store" ]; then
    java -XX:+UseSerialGC -cp /usr/local/lib/sandsmith/java-tools.jar TrustStore "$SSL_CERT_FILE" "$store"
  fi
  export MAVEN_OPTS="${MAVEN_OPTS:-} -Djavax.net.ssl.trustStore=$store -Djavax.net.ssl.trustStorePassword=changeit"
fi
proxy=${https_proxy:-${http_proxy:-}}
if [ -n "$proxy" ]; then
  address=${proxy#*://}
  address=${address%%/*}
  settings=/tmp/.sandsmith-maven.xml
  {
    echo '<settings><proxies>'
    for protocol in http https; do
      echo "<proxy><id>$protocol</id><protocol>$protocol</protocol><host>${address%:*}</host><port>${address##*:}</port></proxy>"
    done
    echo '</proxies></settings>'
  } > "$settings"
  set -- -gs "$settings" "$@"
fi
exec /usr/local/share/maven/bin/mvn "$@"
