#include "observe/machine_probe.hpp"

namespace pgmahout::observe {

namespace {

// Arguments: VIP, its port, PostgreSQL's data directory, its archive, its major version, where the
// packages come from (pgdg, distribution, none), then ADDRESS:PORT of each peer. Standard input is
// this script, so no command may read from it. Every call that may wait has a limit. What is looked
// at in the network comes last: the limit of the whole leaves the rest of the answer whole then.
constexpr std::string_view kScript = R"sh(
LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
export LC_ALL PATH
say() { printf '%s=%s\n' "$1" "$(printf '%s' "$2" | tr '\n\t' '  ')"; }
have() { command -v "$1" >/dev/null 2>&1; }

identity() {
  say clock_ms "$(date +%s%3N)"
  say os_id "$(. /etc/os-release; printf %s "$ID")"
  say os_version "$(. /etc/os-release; printf %s "$VERSION_ID")"
  say os_name "$(. /etc/os-release; printf %s "$PRETTY_NAME")"
  say architecture "$(uname -m)"
  say init "$(cat /proc/1/comm)"
  say machine_id "$(cat /etc/machine-id)"
  say host_name "$(uname -n)"
  getent hosts "$(uname -n)" >/dev/null 2>&1 && say resolves yes
  have systemd-detect-virt && systemd-detect-virt --quiet --container && say container yes
  have python3 && say python "$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  say memory_kb "$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo)"
}

network() {
  ip -o addr show 2>/dev/null | while read -r _ device family address _; do
    case $family in inet | inet6) say address "${device%%@*} ${address%%/*}" ;; esac
  done
  have ss && say sockets known
  ss -Hlntup 2>/dev/null | while read -r line; do say socket "$line"; done
}

free_space() {
  path=$1
  while [ ! -d "$path" ] && [ "$path" != / ]; do path=$(dirname "$path"); done
  say free_kb "$(df -Pk "$path" | awk 'NR == 2 {print $4}') $1"
}

data_directory() {
  if [ ! -e "$1" ]; then
    [ "$(id -u)" = 0 ] && say data none
  elif ! entries=$(ls -A "$1" 2>/dev/null); then
    say data unknown
  elif [ -z "$(printf '%s\n' "$entries" | grep -vx lost+found)" ]; then
    say data none
  elif [ -e "$1/PG_VERSION" ]; then
    say data cluster
    for program in "/usr/lib/postgresql/$2/bin/pg_controldata" "/usr/pgsql-$2/bin/pg_controldata"; do
      [ -x "$program" ] && say identifier "$("$program" -D "$1" 2>/dev/null |
        sed -n 's/^Database system identifier: *//p')"
    done
  else
    say data foreign
  fi
}

services() {
  for unit in chrony chronyd ntpsec ntp systemd-timesyncd; do
    id=$(systemctl show -P Id "$unit.service" 2>/dev/null)
    systemctl is-active --quiet "$unit.service" 2>/dev/null && say time "${id%.service}"
  done
  for file in /etc/systemd/logind.conf.d/*.conf; do
    [ -e "$file" ] && [ "$(basename "$file")" \> pgmahout.conf ] &&
      grep -qiE '^ *RemoveIPC *= *(yes|true|1|on) *$' "$file" && say remove_ipc "$file"
  done
}

apt_installed() {
  dpkg-query -W -f '${db:Status-Abbrev}\t${Package}\t${Version}\n' 2>/dev/null |
    while read -r state package version; do
      case $state in
        ?n | ?c | ?i) ;;
        *) say half "$package ($state)" ;;
      esac
      case $state:$package in
        ?i:"$1" | ?i:pgpool2) say installed "$package $version" ;;
      esac
    done
}

apt_lock() {
  [ -e /var/lib/dpkg/lock-frontend ] || return
  inode=$(stat -c %i /var/lib/dpkg/lock-frontend)
  awk -v inode="$inode" '{n = split($6, part, ":"); if (part[n] == inode) {print $5; exit}}' \
    /proc/locks | while read -r holder; do say lock "$holder"; done
}

tell_versions() {
  postgresql=$1
  shift
  for package in "$postgresql" pgpool2; do
    apt-cache "$@" madison "$package" 2>/dev/null | while IFS='| ' read -r name version _; do
      say available "$name $version"
    done
  done
}

# What the sources say today, read into a directory of its own: a fresh machine has no lists yet.
apt_sources() {
  postgresql=$1
  work=$(mktemp -d) || return
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  chmod -R 0755 "$work"
  set -- -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root
  if [ "$origin" = pgdg ] && ! grep -qsr apt.postgresql.org /etc/apt/sources.list \
    /etc/apt/sources.list.d; then
    codename=$(. /etc/os-release; printf %s "$VERSION_CODENAME")
    printf 'deb [trusted=yes] https://apt.postgresql.org/pub/repos/apt %s-pgdg main\n' \
      "$codename" >"$work/sources"
    set -- "$@" -o "Dir::Etc::sourcelist=$work/sources" -o Dir::Etc::sourceparts=-
  fi
  error=$(timeout 25 apt-get "$@" -qq update 2>&1 >/dev/null |
    grep -E '^(E:|W: Failed)' | head -n 2)
  tell_versions "$postgresql" "$@"
  [ -n "$error" ] && say source_error "$error"
  rm -rf "$work"
}

packages() {
  origin=$2
  if have dpkg-query; then
    say manager apt
    postgresql=postgresql-$1
    apt_installed "$postgresql"
    apt_lock
    apt_sources "$postgresql"
    upgrades=
    eval "$(apt-config shell upgrades APT::Periodic::Unattended-Upgrade 2>/dev/null)"
    case $upgrades in '' | 0) ;; *) have unattended-upgrade && say upgrades yes ;; esac
  elif have dnf; then
    say manager dnf
    rpm -q --qf '%{NAME} %{VERSION}\n' "postgresql$1-server" "pgpool-II-pg$1" 2>/dev/null |
      grep -v 'not installed' | while read -r line; do say installed "$line"; done
    error=$(timeout 25 dnf -q repoquery --qf 'available=%{name} %{version}' \
      "postgresql$1-server" "pgpool-II-pg$1" 2>&1)
    printf '%s\n' "$error" | grep '^available='
    error=$(printf '%s\n' "$error" | grep -i '^error' | head -n 1)
    [ -n "$error" ] && say source_error "$error"
    systemctl is-active --quiet dnf-automatic-install.timer 2>/dev/null && say upgrades yes
  fi
}

# A connection attempt, whatever becomes of it, makes the kernel ask who has the address.
neighbours() {
  have python3 && python3 - "$@" <<'PY'
import socket
import sys
import threading


def call(place, limit):
    host, port = place.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), limit).close()
    except OSError as error:
        return str(error) or "no answer"
    return ""


def call_peer(place):
    why = call(place, 3)
    sys.stdout.write("peer=%s %s\n" % (place.rsplit(":", 1)[0], why))


threads = [threading.Thread(target=call_peer, args=(place,)) for place in sys.argv[2:]]
threads.append(threading.Thread(target=call, args=(sys.argv[1], 1)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
PY
}

main() {
  identity 2>/dev/null
  network
  free_space "$3"
  free_space "$4"
  data_directory "$3" "$5"
  services
  packages "$5" "$6" 2>/dev/null
  vip=$1
  called=$1:$2
  shift 6
  neighbours "$called" "$@"
  say vip_lladdr "$(ip neigh show to "$vip" 2>/dev/null | sed -n 's/.* lladdr \([^ ]*\).*/\1/p')"
  say end yes
}

main "$@" </dev/null
)sh";

}  // namespace

std::string_view machine_script() { return kScript; }

}  // namespace pgmahout::observe
