# Finds what a checkout needs to be built and run: a JDK, Maven, Node. Sourced by ./sallyport, ./test and ./bench.
# Written for bash 3.2 and newer, so that it also runs on macOS as it comes.
# shellcheck shell=bash disable=SC2034 # who sources this file uses the names

: "${ROOT:?the script that sources this file says where the checkout is}"

JDK_AT_LEAST=25
NODE_WANTED="20.19 or newer, or 22.12 or newer" # node_fits says it in numbers
MAVEN_AT_LEAST=3.8
NODE_FETCHED=v22.20.0
CACHE="${SALLYPORT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sallyport}"
BUILT="$ROOT/app/target/sallyport"
JAR="$BUILT/sallyport.jar"
AOT="$BUILT/sallyport.aot"
NATIVE="$BUILT/native"
STAMP="$BUILT/built-from"

say() { printf '%s\n' "$*" >&2; }

# could_not_start WHAT [MORE]...: what was wrong, where, and what would be right; exit 3.
could_not_start() {
  printf 'sallyport: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 3
}

# The major number of the Java at home $1, or 0. The file `release` answers without a process.
java_major() {
  local version=""
  if [ -r "$1/release" ]; then
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")"
  elif [ -x "$1/bin/java" ]; then
    version="$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)"
  fi
  printf '%s\n' "${version:-0}"
}

is_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ "$(java_major "$1")" -ge "$JDK_AT_LEAST" ]
}

# The home of a program found as $1, links followed, on systems without `readlink -f` too.
home_of() {
  local path="$1" link
  while [ -L "$path" ]; do
    link="$(readlink "$path")"
    case "$link" in /*) path="$link" ;; *) path="$(dirname "$path")/$link" ;; esac
  done
  (cd "$(dirname "$path")/.." 2>/dev/null && pwd -P)
}

# Sets JDK to the home of a JDK that will do; fetches one when the machine has none.
need_jdk() {
  local home java
  if [ -n "${SALLYPORT_JAVA:-}" ]; then
    if is_jdk "$SALLYPORT_JAVA"; then JDK="$SALLYPORT_JAVA"; return; fi
    could_not_start "SALLYPORT_JAVA=$SALLYPORT_JAVA is not a JDK $JDK_AT_LEAST or newer (it is ${JAVA_SEEN:-version $(java_major "$SALLYPORT_JAVA")})." \
      "Set it to the home of one (the folder that holds bin/javac), or unset it to let one be found or fetched."
  fi
  java="$(command -v java 2>/dev/null || true)"
  for home in "${JAVA_HOME:-}" "${java:+$(home_of "$java")}" \
    /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/java/* "$CACHE/jdk" "$CACHE/jdk/Contents/Home"; do
    if [ -n "$home" ] && is_jdk "$home"; then JDK="$home"; return; fi
  done
  fetch_jdk
}

# Downloads $1 to the file $2, with a bar when somebody is looking.
download() {
  if command -v curl >/dev/null 2>&1; then
    if [ -t 2 ]; then curl -fL --retry 2 --progress-bar -o "$2" "$1"; else curl -fsSL --retry 2 -o "$2" "$1"; fi
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1"
  else
    could_not_start "neither curl nor wget is here to download $1." "Install one of them."
  fi
}

sha256_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1" | cut -d ' ' -f 1; else shasum -a 256 "$1" | cut -d ' ' -f 1; fi
}

# The name of this machine in the words of $1 (adoptium or node): "os arch".
platform() {
  local os arch
  case "$(uname -s)" in
    Linux) os=linux ;;
    Darwin) if [ "$1" = adoptium ]; then os=mac; else os=darwin; fi ;;
    *) return 1 ;;
  esac
  case "$(uname -m)" in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) if [ "$1" = adoptium ]; then arch=aarch64; else arch=arm64; fi ;;
    *) return 1 ;;
  esac
  if [ "$1" = adoptium ] && [ "$os" = linux ] && [ -f /etc/alpine-release ]; then os=alpine-linux; fi
  printf '%s %s\n' "$os" "$arch"
}

# Unpacks a fetched archive $1 with SHA-256 $2 as the folder $3; nothing half done is ever seen there.
settle() {
  local found fresh="$3.fresh.$$"
  found="$(sha256_of "$1")"
  if [ "$found" != "$2" ]; then
    rm -f "$1"
    could_not_start "the download has the wrong checksum ($found, expected $2); it was thrown away." "Try again; if it happens again, something on the way changes downloads."
  fi
  if ! mkdir -p "$fresh" || ! tar -xzf "$1" -C "$fresh" --strip-components 1; then
    rm -rf "$fresh"
    could_not_start "cannot unpack $1 below ${3%/*}." "Is there space, and may you write there? SALLYPORT_CACHE names another folder."
  fi
  rm -rf "$3"
  mv "$fresh" "$3"
  rm -f "$1"
}

fetch_jdk() {
  local where answer link checksum archive="$CACHE/jdk.tar.gz.$$"
  where="$(platform adoptium)" || could_not_start "no JDK $JDK_AT_LEAST or newer was found, and none can be fetched for $(uname -sm)." \
    "Install one and set JAVA_HOME or SALLYPORT_JAVA to its home."
  say "No JDK $JDK_AT_LEAST was found; fetching Eclipse Temurin into $CACHE/jdk (about 200 MB, once) …"
  mkdir -p "$CACHE" || could_not_start "cannot write to $CACHE." "SALLYPORT_CACHE names another folder."
  answer="$CACHE/jdk.json.$$"
  download "https://api.adoptium.net/v3/assets/latest/$JDK_AT_LEAST/hotspot?image_type=jdk&os=${where% *}&architecture=${where#* }&vendor=eclipse" "$answer" \
    || no_jdk_fetched
  # The package comes before the installer in the answer; the first checksum and the first .tar.gz belong together.
  checksum="$(tr ',{}' '\n' <"$answer" | sed -n 's/^[[:space:]]*"checksum"[[:space:]]*:[[:space:]]*"\([0-9a-f]*\)".*/\1/p' | sed -n 1p)"
  link="$(tr ',{}' '\n' <"$answer" | sed -n 's/^[[:space:]]*"link"[[:space:]]*:[[:space:]]*"\([^"]*\.tar\.gz\)".*/\1/p' | sed -n 1p)"
  rm -f "$answer"
  if [ -z "$checksum" ] || [ -z "$link" ]; then no_jdk_fetched; fi
  download "$link" "$archive" || no_jdk_fetched
  settle "$archive" "$checksum" "$CACHE/jdk"
  for JDK in "$CACHE/jdk" "$CACHE/jdk/Contents/Home"; do
    if is_jdk "$JDK"; then return; fi
  done
  no_jdk_fetched
}

no_jdk_fetched() {
  could_not_start "no JDK $JDK_AT_LEAST or newer was found, and fetching one from api.adoptium.net failed." \
    "Install one (https://adoptium.net), and set JAVA_HOME or SALLYPORT_JAVA to its home if it is not found by itself."
}

# Whether version $1 is $2 or newer, compared by its first two numbers.
at_least() {
  local major="${1%%.*}" rest="${1#*.}"
  local minor="${rest%%.*}"
  [ "$major" -gt "${2%%.*}" ] || { [ "$major" -eq "${2%%.*}" ] && [ "$minor" -ge "${2#*.}" ]; }
}

# Sets MAVEN to the Maven to build with: the wrapper's where it is fetched already, the machine's, or the wrapper's after all.
need_maven() {
  local fetched version
  for fetched in "${MAVEN_USER_HOME:-$HOME/.m2}"/wrapper/dists/apache-maven-3.*/*/bin/mvn; do
    if [ -x "$fetched" ]; then MAVEN="$ROOT/mvnw"; return; fi
  done
  if command -v mvn >/dev/null 2>&1; then
    version="$(JAVA_HOME="$JDK" mvn -B -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)"
    if [ -n "$version" ] && at_least "$version" "$MAVEN_AT_LEAST"; then MAVEN=mvn; return; fi
  fi
  MAVEN="$ROOT/mvnw"
}

# Whether the Node.js program $1 can build the web app: what Vite and its parts ask for.
node_fits() {
  local version
  version="$("$1" --version 2>/dev/null)" || return 1
  case "$version" in
    v20.*) at_least "${version#v}" 20.19 ;;
    v21.*) return 1 ;;
    v*.*) at_least "${version#v}" 22.12 ;;
    *) return 1 ;;
  esac
}

# Puts a Node that will do first in PATH; fetches one when the machine has none. The web app's build asks here too.
need_node() {
  local node where name archive sums="$CACHE/node.sums.$$" checksum
  if [ -n "${SALLYPORT_NODE:-}" ]; then
    if node_fits "$SALLYPORT_NODE/bin/node"; then PATH="$SALLYPORT_NODE/bin:$PATH"; return; fi
    could_not_start "SALLYPORT_NODE=$SALLYPORT_NODE is not the home of a Node.js $NODE_WANTED (it is $("$SALLYPORT_NODE/bin/node" --version 2>/dev/null || echo none))." \
      "Set it to the home of one (the folder that holds bin/node), or unset it to let one be found or fetched."
  fi
  for node in "$(command -v node 2>/dev/null || true)" "$CACHE/node/bin/node"; do
    if [ -n "$node" ] && [ -x "${node%/*}/npm" ] && node_fits "$node"; then PATH="${node%/*}:$PATH"; return; fi
  done
  where="$(platform node)" || could_not_start "no Node.js $NODE_WANTED was found, and none can be fetched for $(uname -sm)." "Install one."
  name="node-$NODE_FETCHED-${where% *}-${where#* }.tar.gz"
  archive="$CACHE/$name.$$"
  say "No Node.js $NODE_WANTED was found; fetching $NODE_FETCHED into $CACHE/node (about 50 MB, once) …"
  mkdir -p "$CACHE" || could_not_start "cannot write to $CACHE." "SALLYPORT_CACHE names another folder."
  if ! download "https://nodejs.org/dist/$NODE_FETCHED/SHASUMS256.txt" "$sums" || ! download "https://nodejs.org/dist/$NODE_FETCHED/$name" "$archive"; then
    could_not_start "no Node.js $NODE_WANTED was found, and fetching one from nodejs.org failed." "Install one; it builds the web app."
  fi
  checksum="$(sed -n "s/^\([0-9a-f]*\)  $name\$/\1/p" "$sums")"
  rm -f "$sums"
  settle "$archive" "$checksum" "$CACHE/node"
  PATH="$CACHE/node/bin:$PATH"
}

# One number that changes when any source that the program is built from changes; a few hundredths of a second.
source_stamp() {
  (
    cd "$ROOT" || exit 1
    {
      find pom.xml ./*/pom.xml servers/*/pom.xml .mvn ./*/src/main servers/*/src/main -type f ! -path './measure/*' ! -path './testkit/*' 2>/dev/null || true
      find servers/frontend/web \( -name node_modules -o -name dist -o -name test-results \) -prune -o -type f -print 2>/dev/null || true
    } | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum
  )
}
