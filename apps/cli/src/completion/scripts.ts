export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** A script for the shell that asks the hidden command what may come next: what there is, is in one place. */
export function completionScript(shell: Shell, complete: string): string {
  switch (shell) {
    case 'bash':
      return bash(complete)
    case 'zsh':
      return zsh(complete)
    case 'fish':
      return fish(complete)
  }
}

// Bash splits words at "=" and ":" too, so the words are read from the line, as the shell would read them.
const bash = (complete: string): string => `# flotilla completion for bash
_flotilla() {
  local line="\${COMP_LINE:0:COMP_POINT}" word='' open='' began=0 at char value split=0
  local quotes=$'\\'"' special=$'\\'"\\\\\`$'
  local -a words=()
  COMPREPLY=()
  for ((at = 0; at < \${#line}; at++)); do
    char="\${line:at:1}"
    if [[ $char == '\\' && $open != "'" ]]; then
      at=$((at + 1)) began=1
      word+="\${line:at:1}"
    elif [[ -n $open ]]; then
      if [[ $char == "$open" ]]; then open=''; else word+="$char"; fi
    elif [[ $char == ["$quotes"] ]]; then
      open="$char" began=1
    elif [[ $char == [[:space:]] ]]; then
      if ((began)); then words+=("$word"); fi
      word='' began=0 split=0
    else
      word+="$char" began=1
      # Only what is behind these is replaced.
      if [[ $char == [=:] && $COMP_WORDBREAKS == *"$char"* ]]; then split=\${#word}; fi
    fi
  done
  words+=("$word")
  while IFS=$'\\t' read -r value _; do
    value="\${value:split}"
    if [[ -z $open ]]; then
      printf -v value %q "$value"
    elif [[ $value == *["$special"]* ]]; then
      # Within quotes these would mean something else.
      continue
    fi
    COMPREPLY+=("$value")
  done < <("\${words[0]}" ${complete} -- "\${words[@]:1}" 2>/dev/null)
}
complete -F _flotilla flotilla
`

const zsh = (complete: string): string => `#compdef flotilla
# flotilla completion for zsh
_flotilla() {
  local -a values descriptions
  local value says
  while IFS=$'\\t' read -r value says; do
    values+=("$value")
    descriptions+=("$value\${says:+  -- $says}")
  done < <("\${(Q)words[1]}" ${complete} -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( \${#values} )) && compadd -l -d descriptions -a values
}
if [[ $funcstack[1] == _flotilla ]]; then _flotilla "$@"; else compdef _flotilla flotilla; fi
`

const fish = (complete: string): string => `# flotilla completion for fish
function __flotilla_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    $program ${complete} -- $words 2>/dev/null
end
complete -c flotilla -f -a '(__flotilla_complete)'
`
