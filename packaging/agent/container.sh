#!/bin/sh
# What a container of the agent runs: registers once, with the arguments given, then serves until it is stopped.
set -eu
program=${FLOTILLA_PROGRAM:-/usr/local/lib/flotilla/flotilla.mjs}
[ -f "$FLOTILLA_AGENT_DIR/agent.json" ] || node "$program" agent register "$@"
unset FLOTILLA_AGENT_TOKEN
exec node "$program" agent run
