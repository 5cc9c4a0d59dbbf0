#!/bin/sh
# Joins this machine to a Flotilla server: for cloud-init, the user data of an auto-scaling group, or by hand. Run it as root.
#
#   FLOTILLA_URL=https://flotilla.example.com FLOTILLA_AGENT_TOKEN=... sh join.sh --environment Staging --role App-WebApi
#
# Arguments go to `flotilla agent register` (docs/guide/agents.md). Run again, as at every boot, it changes nothing.
# Beside it must lie flotilla.mjs (or where FLOTILLA_PROGRAM says) and flotilla-agent.service; Node 20.19 or newer must be there.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=${FLOTILLA_PROGRAM:-$here/flotilla.mjs}
user=${FLOTILLA_AGENT_USER:-flotilla-agent}
state=${FLOTILLA_AGENT_DIR:-/var/lib/flotilla-agent}
lib=${FLOTILLA_LIB_DIR:-/usr/local/lib/flotilla}

fail() {
  echo "join.sh: $1" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail 'run this as root: it makes a user and a service.'
command -v node >/dev/null || fail 'Node is not installed. Flotilla needs 20.19 or newer.'
[ -f "$program" ] || fail "there is no program at $program."

# Scripts have the rights of this user; it is not root.
id "$user" >/dev/null 2>&1 ||
  useradd --system --user-group --home-dir "$state" --shell /usr/sbin/nologin "$user"
install -d -m 0755 "$lib"
install -m 0755 "$program" "$lib/flotilla.mjs"
install -d -m 0700 -o "$user" -g "$(id -gn "$user")" "$state"

if [ ! -f "$state/agent.json" ]; then
  [ -n "${FLOTILLA_URL:-}" ] || fail 'set FLOTILLA_URL to the address of the server.'
  [ -n "${FLOTILLA_AGENT_TOKEN:-}" ] || fail 'set FLOTILLA_AGENT_TOKEN to a registration token.'
  # The token goes by the environment: arguments are seen by everybody on the machine.
  export FLOTILLA_URL FLOTILLA_AGENT_TOKEN FLOTILLA_AGENT_DIR="$state" HOME="$state"
  cd "$state"
  runuser -u "$user" -- node "$lib/flotilla.mjs" agent register "$@"
fi

if [ -d /run/systemd/system ]; then
  install -m 0644 "$here/flotilla-agent.service" /etc/systemd/system/flotilla-agent.service
  systemctl daemon-reload
  systemctl enable --now flotilla-agent.service
else
  echo "There is no systemd here. Keep this running: FLOTILLA_AGENT_DIR=$state runuser -u $user -- node $lib/flotilla.mjs agent run"
fi
