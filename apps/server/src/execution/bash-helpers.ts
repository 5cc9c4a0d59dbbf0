/**
 * The helper functions a Bash script finds. They hold with `set -euo pipefail` and with a changed `IFS`, and print a message
 * in one write, so that messages of parallel processes do not mix.
 *
 * Source: domain reference 4.7, 4.8.
 */
export const BASH_HELPERS = `# Flotilla helper functions for Bash
_flotilla_names=() _flotilla_values=() _flotilla_escaped=()
for _flotilla_i in "$FLOTILLA_DIRECTORY"/variables*.sh; do . "$_flotilla_i"; done
unset _flotilla_i
if ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 2))); then
  declare -A octopus_parameters=() _flotilla_index=()
  for _flotilla_i in "\${!_flotilla_names[@]}"; do
    octopus_parameters[\${_flotilla_names[_flotilla_i]}]=\${_flotilla_values[_flotilla_i]}
    _flotilla_index[=\${_flotilla_names[_flotilla_i]}]=$_flotilla_i
  done
  unset _flotilla_i
fi

_flotilla_print() {
  if [ -n "\${_flotilla_escaped[$1]:-}" ]; then printf '%b' "\${_flotilla_escaped[$1]}"
  else printf '%s' "\${_flotilla_values[$1]}"; fi
}

get_octopusvariable() {
  local _flotilla_i
  if [ -n "\${_flotilla_index+x}\${_flotilla_index[*]+x}" ]; then
    _flotilla_i=\${_flotilla_index[=\${1-}]:-}
    if [ -n "$_flotilla_i" ]; then _flotilla_print "$_flotilla_i"; fi
    return 0
  fi
  for ((_flotilla_i = 0; _flotilla_i < \${#_flotilla_names[@]}; _flotilla_i++)); do
    if [ "\${_flotilla_names[_flotilla_i]}" = "\${1-}" ]; then _flotilla_print "$_flotilla_i"; break; fi
  done
  return 0
}

_flotilla_encode() { printf '%s' "\${1-}" | base64 | tr -d '\\n'; }

set_octopusvariable() {
  local name value sensitive=
  name=$(_flotilla_encode "\${1-}")
  value=$(_flotilla_encode "\${2-}")
  if [ "\${3-}" = -sensitive ]; then
    printf "##octopus[mask value='%s']\\n" "$value"
    sensitive=" sensitive='VHJ1ZQ=='"
  fi
  printf "##octopus[setVariable name='%s' value='%s'%s]\\n" "$name" "$value" "$sensitive"
}

new_octopusartifact() {
  local path=\${1-} name=\${2-} length=0
  if [ ! -e "$path" ]; then
    printf 'The artifact "%s" does not exist.\\n' "$path" >&2
    exit 1
  fi
  case $path in /*) ;; *) path=$PWD/$path ;; esac
  if [ -z "$name" ]; then name=\${path%/} name=\${name##*/}; fi
  if [ -f "$path" ]; then length=$(wc -c <"$path"); fi
  printf "##octopus[createArtifact path='%s' name='%s' length='%s']\\n" \\
    "$(_flotilla_encode "$path")" "$(_flotilla_encode "$name")" "$(_flotilla_encode "\${length//[!0-9]/}")"
}

fail_step() {
  if [ -n "\${1-}" ]; then printf "##octopus[resultMessage message='%s']\\n" "$(_flotilla_encode "$1")"; fi
  exit 1
}

update_progress() {
  printf "##octopus[progress percentage='%s' message='%s']\\n" "$(_flotilla_encode "\${1-0}")" "$(_flotilla_encode "\${2-}")"
}

_flotilla_write() {
  local level=$1 IFS=' '
  shift
  printf '##octopus[stdout-%s]\\n%s\\n##octopus[stdout-default]\\n' "$level" "$*"
}
write_verbose() { _flotilla_write verbose "$@"; }
write_highlight() { _flotilla_write highlight "$@"; }
write_wait() { _flotilla_write wait "$@"; }
write_warning() { _flotilla_write warning "$@"; }
echo_warning() { _flotilla_write warning "$@"; }
echo_error() { _flotilla_write error "$@"; }
fail_healthcheck() { fail_step "$@"; }

new_octopustarget() {
  local name= id= inputs= roles= pool= update=
  while [ $# -gt 0 ]; do
    case $1 in
      -n | --name) name=\${2-} ;;
      -t | --target-id) id=\${2-} ;;
      --inputs) inputs=\${2-} ;;
      --roles) roles=\${2-} ;;
      --worker-pool) pool=\${2-} ;;
      --update-if-existing)
        update=True
        shift
        continue
        ;;
      *)
        printf 'new_octopustarget does not know "%s".\\n' "$1" >&2
        return 1
        ;;
    esac
    shift
    if [ $# -gt 0 ]; then shift; fi
  done
  printf "##octopus[createStepPackageTarget name='%s' targetId='%s' inputs='%s' octopusRoles='%s' octopusDefaultWorkerPoolIdOrName='%s' updateIfExisting='%s']\\n" \\
    "$(_flotilla_encode "$name")" "$(_flotilla_encode "$id")" "$(_flotilla_encode "$inputs")" \\
    "$(_flotilla_encode "$roles")" "$(_flotilla_encode "$pool")" "$(_flotilla_encode "$update")"
}

remove-octopustarget() {
  printf "##octopus[delete-target machine='%s']\\n" "$(_flotilla_encode "\${1-}")"
}

`
