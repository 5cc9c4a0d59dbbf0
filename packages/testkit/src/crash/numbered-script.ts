import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoggedLine, ScriptMark } from './history.ts'

/** Beside the work directories, so that a script finds it from its own, wherever the data directory is. */
const EFFECTS = 'effects'
/** A file here, by the name of a target, stops the scripts there in the middle for as long as it exists. */
const HELD = 'held'

/**
 * A Bash script that notes its begin and end in its target's file and prints `lines` numbered lines, the last one without a
 * line end. It waits in the middle while its target is held.
 */
export const numberedScript = (lines: number, pauseSeconds: number): string => `
ticket="$FLOTILLA_TICKET"
target="$(get_octopusvariable Octopus.Machine.Name)"
effects="$FLOTILLA_DIRECTORY/../../${EFFECTS}"
mkdir -p "$effects"
note() { printf '%s %s %s %s\\n' "$ticket" "$1" "$(date +%s%N)" "$2" >> "$effects/$target"; }
note begin 0
for line in $(seq 1 ${lines}); do
  [ "$line" = ${lines} ] && printf 'numbered %s %s' "$ticket" "$line" || echo "numbered $ticket $line"
  sleep ${pauseSeconds}
  [ "$line" = ${Math.ceil(lines / 2)} ] && while [ -e "$FLOTILLA_DIRECTORY/../../${HELD}/$target" ]; do sleep 0.1; done
done
note end ${lines}
`

/** Holds the scripts on a target in their middle; answers how to let them go. */
export async function holdScripts(dataDir: string, target: string): Promise<() => Promise<void>> {
  const file = join(dataDir, HELD, target)
  await mkdir(join(dataDir, HELD), { recursive: true })
  await writeFile(file, '')
  return () => rm(file)
}

/** What the scripts of a data directory have noted, target by target in the order written. */
export async function readMarks(dataDir: string): Promise<ScriptMark[]> {
  const directory = join(dataDir, EFFECTS)
  const targets = await readdir(directory).catch(() => [])
  const files = await Promise.all(
    targets.sort().map(async (target) => ({ target, text: await readFile(join(directory, target), 'utf8') })),
  )
  return files.flatMap(({ target, text }) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [ticket = '', what, at, lines] = line.split(' ')
        if (what !== 'begin' && what !== 'end') throw new Error(`Not a mark of a script: ${line}`)
        return { ticket, what, target, atMs: Number(at) / 1e6, lines: Number(lines) }
      }),
  )
}

/** The number of a numbered line of that ticket; undefined for every other line. */
export function numberIn(ticket: string, { text }: LoggedLine): number | undefined {
  const [word, of, number] = text.split(' ')
  return word === 'numbered' && of === ticket ? Number(number) : undefined
}
