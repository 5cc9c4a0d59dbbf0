/**
 * What the server runs on a host over SSH: one POSIX sh program with an operation as its argument, over the same work
 * directories and the same runner as everywhere (`packages/work-directory`, runner.ts). It needs Linux's `/proc` and what
 * every Linux has: `tar`, `dd`, `mv`, `ln`, `mkfifo`, `tee`, `sync`, `setsid`, `env`, `grep`, `find`.
 *
 * It is the argument of `exec`, so nothing of it is a user's text: names come from strict alphabets, and what users wrote
 * (files of the payload, paths of artifacts) comes through standard input. It talks in lines that begin with a mark that
 * the server has just made up, so whatever start-up files print is no line of it. Between the lines `o` or `e` and the
 * next mark stand raw bytes of the script's output.
 *
 * | operation | arguments | what it does |
 * | --- | --- | --- |
 * | `start` | hash, offsets, command | unpacks a tar archive, puts the directory in its place, starts the runner, follows |
 * | `attach` | hash, has begun, offsets | claims a ticket that has not begun, follows |
 * | `look` | | tells where the ticket stands |
 * | `cancel` | grace, give up (in 1/100 s) | keeps it from beginning, TERM, KILL |
 * | `read` | offset | opens the file named on standard input |
 * | `hold` | hash, size | takes a file, unless it is there; needs `head`, `wc`, `touch` and `sha256sum` |
 * | `probe` | | tells what kind of host this is |
 * | `sweep` | | removes what the tickets named on standard input have left, and whatever is a day old |
 *
 * `start`, `attach` and `look` end with the facts by which `judgeTicket` decides. Who follows a script to its end then removes
 * it and its variables; `look` waits for orders (`never`, `clean`).
 *
 * The whole directory of a ticket comes into being by one rename, which fails where there is one already: of two starters
 * one wins, and a starter that was cut off has left nothing that could begin (`runner` is the last file of the archive, so one
 * that ends early lacks it). Whoever follows keeps no offsets: they are those of the open files.
 *
 * Why a ticker: sh has nothing to wait for a file with. The end of a runner that it has started itself it waits for; else, and
 * for output, it looks whenever a background process signals it, every 0.2 s. Each process costs about 1 ms, more than
 * all else here, which is why so much is done without one.
 */
const PROGRAM = `
umask 077
set -f
LC_ALL=C
export LC_ALL
mark=$2 op=$3 space=$4 ticket=$5
shift 5
root=$HOME/.flotilla-ssh/$space
dir=$root/$ticket
new=$root/.new.$mark
how= boot= runner= main= own= begun= o5= o6= flaw=

say() { printf '%s%s\\n' "$mark" "$*"; }
refuse() { say refused "$@"; exit 0; }

check() {
  flaw=
  if [ -L "$1" ]; then flaw=link
  elif [ ! -d "$1" ]; then flaw=not-a-directory
  elif [ ! -O "$1" ]; then flaw=other-owner
  else
    case $(ls -ld "$1") in
      d???--[-S]--[-T][!+]*) ;;
      *) flaw=open-to-others ;;
    esac
  fi
  [ -z "$flaw" ]
}
prepare_root() {
  [ -n "$HOME" ] || refuse not-prepared The account has no home directory.
  [ ! -L "$HOME/.flotilla-ssh" ] || refuse unsafe link
  [ -d "$root" ] || e=$(mkdir -p "$root" 2>&1) || refuse not-prepared $e
  check "$root" || refuse unsafe "$flaw"
}
missing() { [ ! -e "$dir" ] && [ ! -L "$dir" ]; }
put() {
  mv -T "$new" "$dir" 2>/dev/null && return
  rm -rf "$new"
  ! missing || refuse not-prepared The work directory could not be put in its place.
  check "$dir" || refuse unsafe "$flaw"
}
claim() {
  { printf '%s\\n' never "$1" "$mark" >"$dir/.claim.$mark"; } 2>/dev/null || return 1
  ln "$dir/.claim.$mark" "$dir/started" 2>/dev/null
  rm -f "$dir/.claim.$mark"
}
claim_place() {
  e=$(mkdir "$new" 2>&1) || refuse not-prepared $e
  printf '%s\\n' never "$1" "$mark" >"$new/started"
  printf '' >"$new/cancel"
  put
}

born() {
  set -- \${1##*) }
  state=$1 time=
  [ $# -lt 20 ] || { shift 19; time=$1; }
}
stat_of() { line=; { read -r line <"/proc/$1/stat"; } 2>/dev/null && born "$line"; }
alive() {
  [ -n "$1" ] || return 1
  born "$1"
  then=$time
  stat_of "\${1%% *}" && [ "$time" = "$then" ] && case $state in [ZX]) return 1 ;; esac
}
living() { stat_of "$1" && case $state in [ZX]) return 1 ;; esac; }
marked() {
  pids=
  set +f
  for f in $(grep -lF "FLOTILLA_DIRECTORY=$dir" /proc/[0-9]*/environ 2>/dev/null); do
    n=$({ tr '\\0' '\\n' <"$f"; } 2>/dev/null | grep -cxF -e "FLOTILLA_TICKET=$ticket" -e "FLOTILLA_DIRECTORY=$dir")
    f=\${f#/proc/}
    [ "$n" != 2 ] || pids="$pids \${f%/environ}"
  done
  set -f
}

look() {
  if [ -z "$how" ] && [ -e started ]; then
    { read -r how; read -r boot; read -r runner; } <started
    [ -n "$runner" ] || how=
  fi 2>/dev/null
  [ -n "$main" ] || { read -r main <main; } 2>/dev/null
}
open() {
  [ -n "$o5" ] || ! [ -f stdout ] || [ -L stdout ] || { command exec 5<stdout && o5=1 && skip "$from5" 5; } 2>/dev/null
  [ -n "$o6" ] || ! [ -f stderr ] || [ -L stderr ] || { command exec 6<stderr && o6=1 && skip "$from6" 6; } 2>/dev/null
}
skip() { [ "$1" = 0 ] || dd bs=1 skip="$1" count=0 <&"$2" 2>/dev/null; }
at() { read -r n at </proc/self/fdinfo/"$1"; }
pull() {
  at "$2"
  before=$at
  say "$1"
  dd bs=65536 count=16 2>/dev/null <&"$2"
  at "$2"
  [ "$at" = "$before" ] || moved=1
}
drain() {
  moved=
  open
  [ -z "$o5" ] || ! [ -s /dev/fd/5 ] || pull o 5
  [ -z "$o6" ] || ! [ -s /dev/fd/6 ] || pull e 6
}
goes_on() {
  [ ! -e exit ] || return 1
  case $how in
    run) alive "$runner" ;;
    never) return 1 ;;
    *)
      [ -n "$own" ] || return 1
      living "$own" || { claim runner-failed; look; return 1; }
      ;;
  esac
}
tick() {
  sleep .05
  while kill -USR1 $$; do sleep .2 || sleep 1; done
}
follow() {
  from5=$1 from6=$2 ticks=0
  trap : USR1
  tick </dev/null >/dev/null 2>&1 &
  ticker=$!
  while look; [ -n "$begun" ] || [ "$how" != run ] || { begun=1; say begun; }; goes_on; do
    drain
    ticks=$((ticks + 1))
    [ $((ticks % 20)) != 0 ] || say .
    wait "\${own:-$ticker}"
  done 2>/dev/null
  kill "$ticker" 2>/dev/null
  finish
}
facts() {
  look
  r=0 m=- d=0 k=0 code= now=
  if [ ! -e exit ] && [ "$how" = run ] && [ -e collectors ]; then
    while read -r pid; do
      tries=0
      while stat_of "$pid" && case $state in [RD]) ;; *) false ;; esac && [ $tries -lt 100 ]; do
        sleep .05
        tries=$((tries + 1))
      done
    done <collectors
  fi
  alive "$runner" && r=1
  [ -z "$main" ] || { m=0; alive "$main" && m=1; }
  { read -r code <exit || code=; } 2>/dev/null
  [ -n "$code" ] || missing || ! check "$dir" || d=1
  s=\${how:--}
  [ -n "$how" ] || ! [ -e started ] || s=empty
  if [ $r = 0 ] && [ $m != 1 ] && [ ! -e exit ] && [ "$s" != never ] && { [ "$s" != - ] || [ $d = 0 ]; }; then
    marked
    set -- $pids
    k=$#
  fi
  [ -n "$code" ] || { read -r code <exit || code=; } 2>/dev/null
  read -r now </proc/sys/kernel/random/boot_id
  say facts "$s" "\${boot:--}" "$now" "$r" "$m" "$k" "$d" $code
}
size() { size=0; [ -z "$1" ] || ! [ -s "/dev/fd/$2" ] || size=$(wc -c <"/dev/fd/$2"); }
rest() { at "$2"; while [ "$at" -lt "$3" ]; do before=$at; pull "$1" "$2"; [ "$at" != "$before" ] || return; done; }
whole() {
  [ -n "$1" ] && [ -s "/dev/fd/$3" ] || return
  while pull "$2" "$3"; [ $((at - before)) -ge 1048576 ]; do :; done
}
is_whole() {
  [ -n "$code" ] || return 1
  { while read -r pid; do living "$pid" && return 1; done <collectors; } 2>/dev/null
  return 0
}
finish() {
  facts
  if is_whole; then
    open
    whole "$o5" o 5
    whole "$o6" e 6
  else
    open
    size "$o5" 5
    size5=$size
    size "$o6" 6
    say sizes "$size5" "$size"
    size6=$size
    [ "$size5" = 0 ] || rest o 5 "$size5"
    [ "$size6" = 0 ] || rest e 6 "$size6"
  fi
  say done
  [ -z "$code" ] && [ "$how" != never ] || clean
}
obey() {
  while read -r order; do
    case $order in
      clean) clean ;;
      never) claim claimed-by-recoverer; how=; facts; say done ;;
    esac
  done
}
clean() {
  set +f
  set --
  for f in * .[!.]*; do
    case $f in
      payload | started | exit | main | collectors | stdout | stderr | stdout.pipe | stderr.pipe | work) ;;
      *) [ ! -e "$f" ] && [ ! -L "$f" ] || set -- "$@" "./$f" ;;
    esac
  done
  set -f
  e=$(rm -rf "$@" 2>&1) && say cleaned || say refused not-removed $e
}

case $op in
  start)
    hash=$1 from5=$2 from6=$3
    shift 3
    for tool in tar dd mv ln mkfifo tee sync setsid env; do
      command -v "$tool" >/dev/null || refuse not-prepared The program "$tool" is missing there.
    done
    prepare_root
    cd "$root"
    if missing; then
      e=$(tar -xmof - 2>&1) && [ -e "$new/runner" ] || { rm -rf "$new"; refuse not-prepared $e; }
      put
    else
      check "$dir" || refuse unsafe "$flaw"
    fi
    cd "$dir" || refuse unsafe not-a-directory
    held=
    { read -r held <payload; } 2>/dev/null
    [ -z "$held" ] || [ "$held" = "$hash" ] || refuse payload-differs "$held"
    if [ ! -e started ] && [ -e runner ]; then
      setsid env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 FLOTILLA_TICKET="$ticket" FLOTILLA_DIRECTORY="$dir" \\
        /bin/sh runner "$@" </dev/null >/dev/null 2>&1 &
      own=$!
    fi
    say ready
    follow "$from5" "$from6"
    ;;
  attach)
    hash=$1 known=$2 from5=$3 from6=$4
    prepare_root
    if missing; then
      marked
      set -- $pids
      [ "$known$#" = 00 ] || { say gone $#; exit 0; }
      claim_place claimed-by-recoverer
    fi
    check "$dir" || refuse unsafe "$flaw"
    cd "$dir" || refuse unsafe not-a-directory
    held=
    { read -r held <payload; } 2>/dev/null
    [ -z "$held" ] || [ "$hash" = - ] || [ "$held" = "$hash" ] || refuse payload-differs "$held"
    if [ ! -e started ]; then
      [ "$known" = 0 ] || { say gone 0; exit 0; }
      claim claimed-by-recoverer || refuse not-prepared The ticket could not be claimed.
    fi
    say ready
    follow "$from5" "$from6"
    ;;
  look)
    prepare_root
    ! missing || { say absent; exit 0; }
    check "$dir" || refuse unsafe "$flaw"
    cd "$dir" || refuse unsafe not-a-directory
    facts
    say done
    obey
    ;;
  cancel)
    kept=$(
      prepare_root
      ! missing || claim_place cancelled-before-start
      check "$dir" || refuse unsafe "$flaw"
      { printf '' >"$dir/cancel" && { [ -e "$dir/started" ] || claim cancelled-before-start; }; } 2>/dev/null || say unwritten
    )
    written=1
    case $kept in *not-prepared* | *unwritten*) written=0 ;; esac
    case $kept in *unsafe*) ;; *) [ ! -d "$dir" ] || { cd "$dir" && look; } ;; esac
    clock() { read -r up n </proc/uptime; up=\${up%.*}\${up#*.}; }
    clock
    begin=$up nap=.02 empty=0 terms=0 kills=0 termed=' ' killed=' '
    while [ $empty -lt 2 ]; do
      marked
      [ -n "$pids" ] || { empty=$((empty + 1)); continue; }
      empty=0
      clock
      spent=$((up - begin))
      [ "$spent" -le $(($1 + $2)) ] || break
      several=
      case \${pids# } in *' '*) several=1 ;; esac
      for p in $pids; do
        if [ "$spent" -lt "$1" ]; then
          [ "$p" != "\${runner%% *}" ] || continue
          case $termed in *" $p "*) continue ;; esac
          termed="$termed$p " terms=$((terms + 1))
          kill -TERM "$p" 2>/dev/null
        else
          [ "$p" != "\${runner%% *}" ] || [ -z "$several" ] || continue
          case $killed in *" $p "*) ;; *) killed="$killed$p " kills=$((kills + 1)) ;; esac
          kill -KILL "$p" 2>/dev/null
        fi
      done
      say .
      sleep "$nap" 2>/dev/null || sleep 1
      case $nap in .02) nap=.05 ;; .05) nap=.1 ;; .1) nap=.2 ;; esac
    done
    never=0
    [ "$how" != never ] || never=1
    say cancelled "$written" "$never" "$terms" "$kills" $pids
    ;;
  read)
    asked=$(cat; echo x)
    asked=\${asked%x}
    ! missing && check "$dir" && [ -d "$dir/work" ] || refuse file-not-found
    work=$(cd "$dir/work" && pwd -P) || refuse file-not-found
    inside=1
    case $asked in
      /*) case $asked in "$dir"/work | "$dir"/work/* | "$work" | "$work"/*) ;; *) inside= ;; esac ;;
      *) asked=$dir/work/$asked ;;
    esac
    case $asked in */../* | */..) inside= ;; esac
    [ -e "$asked" ] || refuse file-not-found
    [ ! -d "$asked" ] || refuse not-a-file 1
    [ -f "$asked" ] || refuse not-a-file 0
    { command exec 5<"$asked"; } 2>/dev/null || refuse not-readable
    real=$(readlink /proc/$$/fd/5)
    case $real in
      "$work"/*) ;;
      *) 
        [ -z "$inside" ] || refuse leads-elsewhere
        case $real in "\${work%/*/*/work}"/* | /proc/* | /sys/*) refuse closed ;; esac
        ;;
    esac
    size=$(wc -c </dev/fd/5) || refuse not-readable
    say file "$size"
    skip "$1" 5
    say o
    cat <&5
    say done
    ;;
  hold)
    hash=$1 size=$2
    command -v sha256sum >/dev/null || refuse not-prepared The program sha256sum is missing there.
    prepare_root
    cd "$root"
    [ -d .files ] || e=$(mkdir .files 2>&1) || [ -d .files ] || refuse not-prepared $e
    check .files || refuse unsafe "$flaw"
    cd .files
    if [ -f "$hash" ] && [ ! -L "$hash" ] && [ $(($(wc -c <"$hash"))) = "$size" ]; then
      touch "$hash"
      say held "$root"
      exit 0
    fi
    # Cut off, it is to go on to where it tidies up.
    trap '' PIPE
    say wanted
    new=.new.$mark got=0 e=
    { : >"$new"; } 2>/dev/null || refuse not-prepared The file could not be written.
    while [ "$got" -lt "$size" ]; do
      e=$(head -c 1048576 2>&1 >>"$new") || break
      before=$got
      got=$(($(wc -c <"$new")))
      [ "$got" != "$before" ] || break
      say .
    done
    if [ "$got" != "$size" ]; then
      rm -f "$new"
      refuse not-prepared "\${e:-The file did not arrive whole.}"
    fi
    sum=$(sha256sum <"$new")
    if [ "\${sum%% *}" != "$hash" ]; then
      rm -f "$new"
      refuse not-prepared The file arrived with another content.
    fi
    e=$(mv -f "$new" "$hash" 2>&1) || refuse not-prepared $e
    say held "$root"
    ;;
  probe)
    say uname "$(uname -s)" "$(uname -r)" "$(uname -m)"
    say shell "$SHELL"
    { while read -r line; do case $line in NAME=* | VERSION_ID=* | PRETTY_NAME=*) say os "$line" ;; esac; done </etc/os-release; } 2>/dev/null
    set --
    for tool in tar dd mv ln mkfifo tee sync setsid env grep find; do
      command -v "$tool" >/dev/null || set -- "$@" "$tool"
    done
    [ -e /proc/self/fdinfo ] || set -- "$@" /proc
    say missing "$@"
    prepare_root
    say done
    ;;
  sweep)
    [ -d "$root" ] && check "$root" && cd "$root" || exit 0
    set +f
    stored=' '
    while read -r t; do stored="$stored$t "; done
    live=' '
    for f in $(grep -lF "FLOTILLA_DIRECTORY=$root/" /proc/[0-9]*/environ 2>/dev/null); do
      live="$live$({ tr '\\0' '\\n' <"$f"; } 2>/dev/null | grep -F "FLOTILLA_DIRECTORY=$root/") "
    done
    old=" $(find . ! -name . -prune -mmin +1440 2>/dev/null) "
    for t in * .new.*; do
      [ -d "$t" ] && [ ! -L "$t" ] || continue
      case $live in *"FLOTILLA_DIRECTORY=$root/$t"[!A-Za-z0-9._-]*) continue ;; esac
      case $old in
        *"./$t"[!A-Za-z0-9._-]*) set -- "$t" ;;
        *)
          case $stored in *" $t "*) ;; *) continue ;; esac
          set -- "$t/main" "$t/collectors" "$t/stdout" "$t/stderr" "$t/stdout.pipe" "$t/stderr.pipe" "$t/work" ;;
      esac
      rm -rf "$@" 2>/dev/null || { chmod -R u+rwx "$t"; rm -rf "$@"; }
    done
    find .files ! -name .files -prune -mmin +1440 -exec rm -f {} + 2>/dev/null
    say done
    ;;
esac
`

/** Every shell that people log in with reads this as it is: single quotes around letters, digits and `\0` with octal digits. */
const ENCODED = PROGRAM.trim().replace(
  /[^A-Za-z0-9 _./:;,=<>&|(){}[\]*?+-]/g,
  (character) => `\\0${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
)

/** No shell reads more into these; zsh would expand a word that begins with `=`. */
const WORD = /^[A-Za-z0-9._/+:@,-][A-Za-z0-9._/=+:@,-]*$/

/**
 * The command for `exec`. Errors: throws on an argument that isn't a plain word; arguments are chosen by code, not by users.
 * Source: reliability reference J1, F32.
 */
export function targetCommand(mark: string, operation: string, args: readonly (string | number)[]): string {
  const words = [mark, operation, ...args].map(String)
  for (const word of words) if (!WORD.test(word)) throw new Error(`Not a plain word: ${word}`)
  return `exec /bin/sh -c 'eval "$(printf %b "$1")"' flotilla '${ENCODED}' ${words.join(' ')}`
}
