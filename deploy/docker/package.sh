#!/usr/bin/env bash
# Packs a built checkout with a Java runtime of its own into the folder $1: what the image holds, and what runs without any JDK.
#
#   deploy/docker/package.sh DIR       then: DIR/bin/sallyport up
set -euo pipefail

OUT="${1:?say where the package goes}"
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
# shellcheck source=app/launcher/tools.sh
. "$ROOT/app/launcher/tools.sh"
# shellcheck source=app/launcher/build.sh
. "$ROOT/app/launcher/build.sh"

if [ -e "$OUT" ]; then could_not_start "$OUT is there already." "Name a folder that is not there yet, or remove it."; fi
need_jdk
build_if_changed

# The modules that the program and its parts name, and those that are found by name alone: cryptography, JFR, name services, TLS.
MODULES=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http
MODULES=$MODULES,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.attach,jdk.crypto.ec,jdk.dynalink,jdk.httpserver
MODULES=$MODULES,jdk.jcmd,jdk.jfr,jdk.management,jdk.management.jfr,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

mkdir -p "$OUT/bin"
"$JDK/bin/jlink" --add-modules "$MODULES" --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$OUT/runtime"
cp -R "$BUILT" "$OUT/program"
rm -f "$OUT/program/sallyport.aot" "$OUT/program/built-from"

cat >"$OUT/bin/sallyport" <<'START'
#!/bin/sh
# Starts the packed program. SALLYPORT_JVM names further options for the Java machine.
set -eu
HERE="$(cd "$(dirname "$0")/.." && pwd -P)"
PROGRAM="$HERE/program"
NATIVE="$PROGRAM/native"
set -- -jar "$PROGRAM/sallyport.jar" "$@"
if [ -d "$NATIVE" ]; then
  set -- -Dcom.amazon.corretto.crypto.provider.useExternalLib=true "-Djava.library.path=$NATIVE" "-Dorg.sqlite.lib.path=$NATIVE" \
    "-Djna.boot.library.path=$NATIVE" "-Djna.library.path=$NATIVE" "-Djna.platform.library.path=$NATIVE" "$@"
fi
if [ -n "${SALLYPORT_AOT_OUTPUT:-}" ]; then
  set -- "-XX:AOTCacheOutput=$SALLYPORT_AOT_OUTPUT" "$@"
elif [ -f "$PROGRAM/sallyport.aot" ]; then
  set -- "-XX:AOTCache=$PROGRAM/sallyport.aot" -Xlog:disable -Xlog:all=error:stderr "$@"
fi
# shellcheck disable=SC2086 # SALLYPORT_JVM holds several options
exec "$HERE/runtime/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Djava.awt.headless=true -Djdk.reflect.useNativeAccessorOnly=true ${SALLYPORT_JVM:-} "$@"
START
chmod 755 "$OUT/bin/sallyport"

# One short life on passing data, from which the Java machine learns what a start needs (JEP 514).
say "Preparing fast starts …"
if ! SALLYPORT_AOT_OUTPUT="$OUT/program/sallyport.aot" "$OUT/bin/sallyport" rehearse >"$ROOT/app/target/rehearsal.log" 2>&1 </dev/null; then
  say "(Starts will be slower: the rehearsal failed; see app/target/rehearsal.log.)"
fi
rm -f "$OUT/program/sallyport.aot.config"
say "Packed into $OUT ($(du -sh "$OUT" | cut -f 1))."
