/**
 * The runner: the program that a ticket starts detached on its target and that outlives connection, agent and server.
 *
 * POSIX sh plus Linux `/proc`, the same text for every transport. It is started in the ticket's work directory as
 * `sh runner PROGRAM ARGUMENT...`, in a session of its own, with standard input and output at /dev/null and an
 * environment built from a list that holds the mark `FLOTILLA_TICKET` and `FLOTILLA_DIRECTORY`. The whole protocol needs
 * only what a shell can do, so that it also works through SSH:
 *
 * | operation | in sh |
 * | --- | --- |
 * | prepare | `mkdir -m 700 DIR`, refuse what `[ -L ]` or is not ours; hash into a temporary file, `ln` it to `payload` (exclusive, with its content); files into temporary ones, `mv` |
 * | start | `setsid env -i LIST sh runner COMMAND </dev/null >/dev/null 2>&1 &` |
 * | claim | the first line `never` and a reason in a temporary file, `ln` it to `started` |
 * | status | `cat started main exit`, `/proc/sys/kernel/random/boot_id`, `/proc/PID/stat` |
 * | read | `tail -c +N stdout` |
 * | cancel | create `cancel`, claim, then TERM and KILL to all whose `/proc/PID/environ` has the mark |
 * | clean up | `rm` all but `payload`, `started` and `exit` |
 *
 * Files it makes: `started` (`run`, boot id, the runner's `/proc/PID/stat`), `main` (the script's `/proc/PID/stat`; pid and
 * start time together name a process), `collectors` (their pids), `stdout`, `stderr`, `exit` (exit code of three digits, the
 * streams of which something was lost, line end). `exit.tmp` is made beforehand and overwritten in place, so that a full
 * disk does not cost the exit code. A collector whose disk is full (`tee`, unlike `cat`) reads on, so the script lives on.
 *
 * Why two collectors and pipes, where files would save two processes and about 2 ms: with a plain file behind descriptor
 * 2, `echo text >/dev/stderr` truncates the file, and what was written before is lost. A pipe is what scripts expect.
 * The step ends with the script although children keep the pipe open: a collector that is neither running nor
 * in disk wait after the script's end has slept in `read`, so it has written all that the script wrote. It lives on, so that a
 * service left behind is not ended by a broken pipe.
 *
 * `sync FILE` costs 0.8 ms beside the flush itself. The first one runs beside the preparation of the pipes.
 *
 * Source: reliability reference E1 (how it is reached), E10, J5.
 */
export const RUNNER_PROGRAM = `# Flotilla runner
umask 077
trap : HUP INT TERM
read -r boot </proc/sys/kernel/random/boot_id
read -r self </proc/self/stat
set -C
printf '%s\\n' run "$boot" "$self" >started || exit 0
set +C
mark=$FLOTILLA_TICKET
unset FLOTILLA_TICKET
sync started . .. &
flush=$!
mkfifo stdout.pipe stderr.pipe
exec 3<>stdout.pipe 4<>stderr.pipe
tee -a stdout <stdout.pipe 3>&- 4>&- &
out=$!
tee -a stderr <stderr.pipe 3>&- 4>&- &
err=$!
exec 5>stdout.pipe 6>stderr.pipe 3>&- 4>&-
printf '%s\\n' "$out" "$err" >collectors
printf '%s\\n' --- >exit.tmp
export FLOTILLA_TICKET="$mark"
wait "$flush" || sync
(
  read -r self </proc/self/stat
  printf '%s\\n' "$self" >main
  [ -e cancel ] && exit 143
  umask 022
  cd work && unset OLDPWD && exec "$@" >&5 2>&6 5>&- 6>&-
)
code=$?
exec 5>&- 6>&-
lost=
drain() {
  while read -r stat 2>/dev/null </proc/"$2"/stat; do
    case \${stat##*) } in
      [RD]*) ;;
      Z*) break ;;
      *) return ;;
    esac
  done
  wait "$2" || lost="$lost $1"
}
drain stdout "$out"
drain stderr "$err"
printf '%03d%s\\n' "$code" "$lost" 1<>exit.tmp || exit 1
sync exit.tmp
exec mv exit.tmp exit
`
