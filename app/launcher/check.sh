#!/usr/bin/env bash
# Proves the launcher's searches with stand-ins for Java, Maven and downloads, in a folder of its own. One line each: ok, not ok.
# shellcheck disable=SC2030,SC2031,SC2034 # every check is a subshell on purpose, and what it sets is read by the tools
set -u

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
REAL_ROOT="$(cd "$HERE/../.." && pwd -P)"
YARD="$(mktemp -d)"
trap 'rm -rf "$YARD"' EXIT

# check NAME COMMAND...: the command must succeed.
check() {
  local name="$1" out
  shift
  if out="$("$@" 2>&1)"; then printf 'ok %s\n' "$name"; else printf 'not ok %s\n%s\n' "$name" "$out"; fi
}

# A stand-in for a JDK of version $2 at $1.
jdk() {
  mkdir -p "$1/bin"
  printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
  printf '#!/bin/sh\necho "openjdk version \\"%s\\"" >&2\n' "$2" >"$1/bin/java"
  cp "$1/bin/java" "$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
}

# Sources the tools in a clean room: its own home, cache and PATH.
tools() {
  ROOT="${ROOM:-$YARD/room}"
  HOME="$YARD/home"
  unset JAVA_HOME SALLYPORT_JAVA SALLYPORT_NODE XDG_CACHE_HOME
  SALLYPORT_CACHE="$YARD/cache"
  PATH="${BIN:-$YARD/bin}:/usr/bin:/bin"
  mkdir -p "$ROOT" "$HOME" "$YARD/bin"
  # shellcheck source=app/launcher/tools.sh
  . "$HERE/tools.sh"
}

java_major_reads_the_release_file() (
  tools; jdk "$YARD/a" 25.0.1
  [ "$(java_major "$YARD/a")" = 25 ]
)
java_major_asks_java_where_there_is_no_release_file() (
  tools; jdk "$YARD/b" 26-ea; rm "$YARD/b/release"
  [ "$(java_major "$YARD/b")" = 26 ]
)
an_old_jdk_will_not_do() (
  tools; jdk "$YARD/old" 21.0.4
  ! is_jdk "$YARD/old"
)
a_java_without_compiler_will_not_do() (
  tools; jdk "$YARD/jre" 25; rm "$YARD/jre/bin/javac"
  ! is_jdk "$YARD/jre"
)
SALLYPORT_JAVA_comes_first() (
  tools; jdk "$YARD/mine" 25; jdk "$YARD/other" 25
  SALLYPORT_JAVA="$YARD/mine" JAVA_HOME="$YARD/other"; need_jdk; [ "$JDK" = "$YARD/mine" ]
)
a_wrong_SALLYPORT_JAVA_is_an_error_that_names_it() {
  local out
  out="$(tools; jdk "$YARD/old" 17; SALLYPORT_JAVA="$YARD/old"; need_jdk 2>&1)"
  [ $? -eq 3 ] && [[ "$out" == *"SALLYPORT_JAVA=$YARD/old"* ]] && [[ "$out" == *"version 17"* ]]
}
JAVA_HOME_comes_before_PATH() (
  tools; jdk "$YARD/home-jdk" 25; jdk "$YARD/path-jdk" 25
  PATH="$YARD/path-jdk/bin:$PATH" JAVA_HOME="$YARD/home-jdk"; need_jdk; [ "$JDK" = "$YARD/home-jdk" ]
)
a_link_in_PATH_leads_to_the_home() (
  tools; jdk "$YARD/linked" 25; mkdir -p "$YARD/links"; ln -sf "$YARD/linked/bin/java" "$YARD/links/java"
  PATH="$YARD/links:$PATH"; need_jdk; [ "$JDK" = "$(cd "$YARD/linked" && pwd -P)" ]
)
versions_compare_by_number() (
  tools; at_least 3.8.7 3.8 && at_least 3.11 3.8 && at_least 4.0.0 3.8 && ! at_least 3.6.3 3.8
)
the_wrapper_is_used_where_it_is_fetched() (
  tools; mkdir -p "$HOME/.m2/wrapper/dists/apache-maven-3.9.11/abc/bin"; : >"$HOME/.m2/wrapper/dists/apache-maven-3.9.11/abc/bin/mvn"
  chmod +x "$HOME/.m2/wrapper/dists/apache-maven-3.9.11/abc/bin/mvn"
  JDK=/nowhere; need_maven; [ "$MAVEN" = "$ROOT/mvnw" ]
)
an_old_maven_in_PATH_is_passed_over() (
  BIN="$YARD/oldmaven"; mkdir -p "$BIN"; printf '#!/bin/sh\necho "Apache Maven 3.6.3"\n' >"$BIN/mvn"; chmod +x "$BIN/mvn"
  tools; rm -rf "$HOME/.m2"; JDK=/nowhere; need_maven; [ "$MAVEN" = "$ROOT/mvnw" ]
)
a_new_maven_in_PATH_is_used() (
  BIN="$YARD/newmaven"; mkdir -p "$BIN"; printf '#!/bin/sh\necho "Apache Maven 3.8.7"\n' >"$BIN/mvn"; chmod +x "$BIN/mvn"
  tools; rm -rf "$HOME/.m2"; JDK=/nowhere; need_maven; [ "$MAVEN" = mvn ]
)

# A stand-in for a Node.js of version $2, with npm, at $1.
stand_in_node() {
  mkdir -p "$1/bin"
  printf '#!/bin/sh\necho v%s\n' "$2" >"$1/bin/node"
  printf '#!/bin/sh\n' >"$1/bin/npm"
  chmod +x "$1/bin/node" "$1/bin/npm"
}
node_of_the_right_versions_fits() (
  local version
  tools
  for version in 20.19.0 20.20.2 22.12.0 22.20.1 23.0.0 24.1.0; do stand_in_node "$YARD/node-$version" "$version"; node_fits "$YARD/node-$version/bin/node" || exit 1; done
  for version in 18.20.0 20.18.3 21.7.0 22.11.0; do stand_in_node "$YARD/node-$version" "$version"; ! node_fits "$YARD/node-$version/bin/node" || exit 1; done
  ! node_fits "$YARD/no-such-node"
)
SALLYPORT_NODE_is_a_home_and_comes_first() (
  tools; stand_in_node "$YARD/my node" 22.20.0; stand_in_node "$YARD/path-node" 24.0.0
  PATH="$YARD/path-node/bin:$PATH" SALLYPORT_NODE="$YARD/my node"; need_node; [ "$(type -P node)" = "$YARD/my node/bin/node" ]
)
a_wrong_SALLYPORT_NODE_is_an_error_that_names_it() {
  local out
  out="$(tools; stand_in_node "$YARD/old-node" 20.18.0; SALLYPORT_NODE="$YARD/old-node"; need_node 2>&1)"
  [ $? -eq 3 ] && [[ "$out" == *"SALLYPORT_NODE=$YARD/old-node"* ]] && [[ "$out" == *"v20.18.0"* ]] && [[ "$out" == *"20.19"* ]]
}
the_rule_for_node_stands_in_one_place() {
  [ "$(grep -rlE '20\.19|22\.12' "$REAL_ROOT/sallyport" "$REAL_ROOT/test" "$REAL_ROOT/app/launcher/tools.sh" "$REAL_ROOT/app/launcher/build.sh" "$REAL_ROOT/servers/frontend/web/build")" = "$REAL_ROOT/app/launcher/tools.sh" ]
}
# What starts processes, a browser or PostgreSQL says that it is slow, or --fast is not.
what_starts_processes_is_tagged_slow() {
  local file bad=""
  while IFS= read -r file; do
    grep -q '@Tag("slow")' "$file" || bad="$bad $file"
  done < <(grep -rlE 'RunningHouse\.start|new ProcessBuilder|PostgresServer\.|Playwright\.create' "$REAL_ROOT" --include='*Test.java')
  [ -z "$bad" ] || { echo "not tagged:$bad"; return 1; }
}

# A curl that serves the answers of api.adoptium.net from the yard. $1: the checksum it claims.
pretend_adoptium() {
  local sum="$1"
  mkdir -p "$YARD/net/jdk-25" "$YARD/curl"
  jdk "$YARD/net/jdk-25" 25.0.9
  tar -czf "$YARD/net/jdk.tar.gz" -C "$YARD/net" jdk-25
  if [ "$sum" = right ]; then sum="$(sha256_of "$YARD/net/jdk.tar.gz")"; fi
  printf '[{"binary":{"package":{"checksum":"%s","name":"jdk.tar.gz","link":"https://example.test/jdk.tar.gz"}}}]' "$sum" >"$YARD/net/answer.json"
  cat >"$YARD/curl/curl" <<CURL
#!/bin/sh
while [ \$# -gt 0 ]; do case "\$1" in -o) out="\$2"; shift 2 ;; --retry) shift 2 ;; -*) shift ;; *) url="\$1"; shift ;; esac; done
case "\$url" in *api.adoptium.net*) cp "$YARD/net/answer.json" "\$out" ;; *.tar.gz) cp "$YARD/net/jdk.tar.gz" "\$out" ;; *) exit 22 ;; esac
CURL
  chmod +x "$YARD/curl/curl"
}
a_jdk_is_fetched_and_its_checksum_checked() (
  tools; pretend_adoptium right; PATH="$YARD/curl:$PATH"
  fetch_jdk 2>/dev/null && [ "$JDK" = "$CACHE/jdk" ] && [ -z "$(find "$CACHE" -name '*.fresh.*' -o -name '*.gz.*')" ]
)
a_changed_download_is_thrown_away() {
  local out
  out="$(tools; pretend_adoptium 0000; rm -rf "$CACHE"; PATH="$YARD/curl:$PATH"; fetch_jdk 2>&1)"
  [ $? -eq 3 ] && [[ "$out" == *"wrong checksum"* ]] && [ ! -e "$YARD/cache/jdk" ]
}
no_network_is_said_plainly() {
  local out
  out="$(tools; rm -rf "$CACHE"; mkdir -p "$YARD/off"; printf '#!/bin/sh\nexit 6\n' >"$YARD/off/curl"; chmod +x "$YARD/off/curl"; PATH="$YARD/off:$PATH"; fetch_jdk 2>&1)"
  [ $? -eq 3 ] && [[ "$out" == *"api.adoptium.net failed"* ]] && [[ "$out" == *"JAVA_HOME"* ]]
}
the_stamp_changes_with_a_source_and_only_then() (
  ROOM="$YARD/tree"; tools
  mkdir -p "$ROOT/kit/src/main/java" "$ROOT/kit/target"; echo a >"$ROOT/kit/src/main/java/A.java"; echo '<project/>' >"$ROOT/pom.xml"
  local first; first="$(source_stamp)"
  touch "$ROOT/kit/src/main/java/A.java"; echo x >"$ROOT/kit/target/x"
  [ "$(source_stamp)" = "$first" ] || exit 1
  echo b >"$ROOT/kit/src/main/java/B.java"
  [ "$(source_stamp)" != "$first" ]
)
the_stamp_sees_a_file_that_moved() (
  ROOM="$YARD/tree2"; tools
  mkdir -p "$ROOT/kit/src/main/java"; echo a >"$ROOT/kit/src/main/java/A.java"; echo '<project/>' >"$ROOT/pom.xml"
  local first; first="$(source_stamp)"
  mv "$ROOT/kit/src/main/java/A.java" "$ROOT/kit/src/main/java/C.java"
  [ "$(source_stamp)" != "$first" ]
)
names_with_spaces_do_not_hurt() (
  ROOM="$YARD/a tree"; tools
  mkdir -p "$ROOT/kit/src/main/java"; echo a >"$ROOT/kit/src/main/java/A B.java"; echo '<project/>' >"$ROOT/pom.xml"
  [ -n "$(source_stamp)" ]
)
the_scripts_parse() {
  local script
  for script in sallyport test bench .ci/run app/launcher/tools.sh app/launcher/build.sh app/launcher/check.sh servers/frontend/web/build; do
    if [ -f "$REAL_ROOT/$script" ]; then bash -n "$REAL_ROOT/$script" || return 1; fi
  done
}

for proof in java_major_reads_the_release_file java_major_asks_java_where_there_is_no_release_file an_old_jdk_will_not_do \
  a_java_without_compiler_will_not_do SALLYPORT_JAVA_comes_first a_wrong_SALLYPORT_JAVA_is_an_error_that_names_it \
  JAVA_HOME_comes_before_PATH a_link_in_PATH_leads_to_the_home versions_compare_by_number the_wrapper_is_used_where_it_is_fetched \
  an_old_maven_in_PATH_is_passed_over a_new_maven_in_PATH_is_used node_of_the_right_versions_fits \
  SALLYPORT_NODE_is_a_home_and_comes_first a_wrong_SALLYPORT_NODE_is_an_error_that_names_it \
  the_rule_for_node_stands_in_one_place what_starts_processes_is_tagged_slow a_jdk_is_fetched_and_its_checksum_checked \
  a_changed_download_is_thrown_away no_network_is_said_plainly the_stamp_changes_with_a_source_and_only_then \
  the_stamp_sees_a_file_that_moved names_with_spaces_do_not_hurt the_scripts_parse; do
  check "$proof" "$proof"
done
if command -v shellcheck >/dev/null 2>&1; then
  check "shellcheck" shellcheck -x -P "$REAL_ROOT" "$REAL_ROOT"/sallyport "$REAL_ROOT"/test "$REAL_ROOT"/bench "$REAL_ROOT"/app/launcher/*.sh "$REAL_ROOT"/servers/frontend/web/build
else
  echo "skip shellcheck is not installed"
fi
echo "done"
