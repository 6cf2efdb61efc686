# Builds the program when its sources have changed. Sourced by ./sallyport and ./bench after tools.sh.
# shellcheck shell=bash

# Sets JVM to the options that the program runs with; docs/decisions/jvm-options.md says why these.
jvm_options() {
  JVM=(-XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true
    -Djdk.reflect.useNativeAccessorOnly=true)
  if [ -d "$NATIVE" ]; then
    JVM=("${JVM[@]}" -Dcom.amazon.corretto.crypto.provider.useExternalLib=true
      "-Djava.library.path=$NATIVE" "-Dorg.sqlite.lib.path=$NATIVE"
      "-Djna.boot.library.path=$NATIVE" "-Djna.library.path=$NATIVE" "-Djna.platform.library.path=$NATIVE")
  fi
  if [ -f "$AOT" ] && [ "$AOT" -nt "$JAR" ]; then
    JVM=("${JVM[@]}" "-XX:AOTCache=$AOT" -Xlog:disable -Xlog:all=error:stderr)
  fi
}

build_if_changed() {
  local now
  now="$(source_stamp)"
  if [ -f "$JAR" ] && [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$now" ]; then return; fi
  one_at_a_time
  now="$(source_stamp)"
  if [ ! -f "$JAR" ] || [ ! -f "$STAMP" ] || [ "$(cat "$STAMP")" != "$now" ]; then build "$now"; fi
  rm -rf "$BUILDING"
}

# Waits while another ./sallyport builds in this checkout.
one_at_a_time() {
  local owner said=""
  BUILDING="$ROOT/app/target/building"
  mkdir -p "$ROOT/app/target" 2>/dev/null || could_not_start "cannot write to $ROOT/app/target." "The program is built there; make the checkout writable."
  until mkdir "$BUILDING" 2>/dev/null; do
    owner="$(cat "$BUILDING/pid" 2>/dev/null || true)"
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$BUILDING"; continue; fi
    if [ -z "$said" ]; then said=yes; say "Another start is building in this checkout; waiting for it …"; fi
    sleep 1
  done
  echo "$$" >"$BUILDING/pid"
  trap 'rm -rf "$BUILDING"' EXIT
}

build() {
  local log="$ROOT/app/target/build.log" begun=$SECONDS
  need_maven
  need_node
  if [ -f "$JAR" ]; then say "The sources have changed; building …"; else say "Building; the first time takes a few minutes, most of it downloads …"; fi
  rm -f "$STAMP" "$AOT"
  if ! (cd "$ROOT" && JAVA_HOME="$JDK" "$MAVEN" -B -ntp -pl app -am -Dmaven.test.skip=true -Dspotless.check.skip=true package >"$log" 2>&1 </dev/null); then
    sed -n '/\[\(WARNING\|ERROR\)\] ./p' "$log" | grep -v 'Help 1\|Re-run Maven\|full stack trace\|more information' | head -n 12 >&2 || true
    could_not_start "the build failed." "The whole log: $log" "Built with $("$JDK/bin/java" -version 2>&1 | sed -n 1p), $MAVEN and Node.js $(node --version 2>/dev/null || echo none)."
  fi
  unpack_native
  rehearse
  printf '%s\n' "$1" >"$STAMP"
  say "Built in $((SECONDS - begun)) s."
}

# Unpacks the native libraries of this platform once, where otherwise every start would; and takes the signature off the jar of
# the cryptography, which otherwise every start would verify and for which the AOT cache passes its classes over. Where something
# is missing the parts unpack themselves as ever, so that is no reason not to start.
unpack_native() {
  local names jar="$JDK/bin/jar" fresh="$NATIVE.fresh"
  rm -rf "$NATIVE" "$fresh"
  case "$(uname -sm)" in
    "Linux x86_64") names=(x86_64 x86_64 x86-64) ;;
    "Linux aarch64") names=(aarch_64 aarch64 aarch64) ;;
    *) return ;;
  esac
  if compgen -G "/lib/ld-musl-*" >/dev/null; then return; fi
  mkdir -p "$fresh/corretto" "$fresh/parts"
  if (
    set -e
    corretto="$(ls "$BUILT"/lib/AmazonCorrettoCryptoProvider-*-linux-"${names[0]}".jar)"
    cd "$fresh/corretto"
    "$jar" xf "$corretto"
    rm -f META-INF/*.SF META-INF/*.RSA META-INF/MANIFEST.MF
    "$jar" --create --no-manifest --file ../corretto.jar .
    mv com/amazon/corretto/crypto/provider/libamazonCorrettoCryptoProvider.so ..
    cd ../parts
    "$jar" xf "$(ls "$BUILT"/lib/sqlite-jdbc-*.jar)" "org/sqlite/native/Linux/${names[1]}"
    "$jar" xf "$(ls "$BUILT"/lib/netty-transport-native-epoll-*-linux-"${names[0]}".jar)" META-INF/native
    "$jar" xf "$(ls "$BUILT"/lib/jna-[0-9]*.jar)" "com/sun/jna/linux-${names[2]}"
    "$jar" xf "$(ls "$BUILT"/lib/argon2-jvm-[0-9]*.jar)" "linux-${names[2]}"
    find . -name '*.so' -exec mv {} .. \;
    cd ..
    mv corretto.jar "$corretto"
    rm -r corretto parts
  ) >"$ROOT/app/target/native.log" 2>&1; then
    mv "$fresh" "$NATIVE"
  else
    rm -rf "$fresh"
  fi
}

# One short life of the house on data of its own, from which the Java machine learns what a start needs (JEP 514). Without it the
# program only starts more slowly, so a rehearsal that fails is no reason not to start.
rehearse() {
  local log="$ROOT/app/target/rehearsal.log"
  jvm_options
  say "Preparing fast starts …"
  if ! "$JDK/bin/java" "${JVM[@]}" "-XX:AOTCacheOutput=$AOT" -jar "$JAR" rehearse >"$log" 2>&1 </dev/null || [ ! -f "$AOT" ]; then
    rm -f "$AOT"
    say "(Starts will be slower: the rehearsal failed; see $log.)"
  fi
  rm -f "$AOT.config"
}
