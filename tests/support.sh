# shellcheck shell=bash
# What ./demo and ./test share: looking at the machine, installing, building, telling how long.
# Sourced with $root set to the top of the checkout.
: "${root:?}"

started=$SECONDS

say() { printf '[%4ds] %s\n' "$((SECONDS - started))" "$*"; }

# One line that says what is wrong and what to do; nothing was changed when this runs.
refuse() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 2
}

require_machine() {
  [ "$(id -u)" = 0 ] || refuse "this needs root (network namespaces, packages): run it with sudo"
  # shellcheck source=/dev/null
  . /etc/os-release
  [ "${ID-} ${VERSION_ID-}" = "debian 12" ] ||
    refuse "this machine is ${PRETTY_NAME-unknown}; the set-up is made for Debian 12"
  unshare --net true 2>/dev/null ||
    refuse "this machine does not let root make network namespaces (a container?): use a virtual machine"
}

# packages_of SECTION...: the names that machine-packages.txt lists there.
packages_of() {
  local section
  for section in "$@"; do
    awk -v want="[$section]" '/^\[/ {inside = ($0 == want); next} /^[a-z]/ && inside {print $1}' \
      "$root/tests/machine-packages.txt"
  done
}

missing_packages() {
  local name
  for name in $(packages_of "$@"); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

install_packages() {
  local missing log="$root/build/apt.log"
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || { say "packages: all here"; return 0; }
  say "packages: installing ${#missing[@]} (${missing[*]})"
  mkdir -p "$root/build"
  # A server that starts by itself would take the ports that the tests use.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
  { apt-get -o DPkg::Lock::Timeout=300 -q update &&
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q install -y \
      --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    refuse "apt-get could not install the packages; the whole output is in $log"
  }
}

# build PRESET [TARGET...]: configures once, builds, and shows the compiler's words only on failure.
build() {
  local preset=$1 log="$root/build/$1.log"
  shift
  mkdir -p "$root/build"
  say "build: $preset"
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
  { cd "$root" && cmake --preset "$preset" &&
    cmake --build --preset "$preset" ${1:+--target "$@"}; } >"$log" 2>&1 || {
    grep -E -m 20 'error|FAILED|Error' "$log" >&2 || tail -n 20 "$log" >&2
    printf 'the build failed; the whole output is in %s\n' "$log" >&2
    return 1
  }
}

# The .deb that the playbooks install on the nodes.
build_package() {
  build release || return 1
  say "build: package"
  (cd "$root/build/release" && cpack -G DEB) >"$root/build/package.log" 2>&1 || {
    tail -n 20 "$root/build/package.log" >&2
    return 1
  }
}
