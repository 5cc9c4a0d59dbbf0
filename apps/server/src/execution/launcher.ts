import { heldPathOf, type PayloadFile } from '@flotilla/work-directory'
import type { ModuleFile, PlacedPackage } from './script-payload.ts'

/** How the program that reads a script's language is found and started. */
export interface Interpreter {
  /** Names to look for in `PATH`, the first one wins. Plain words. */
  readonly programs: readonly [string, ...string[]]
  /** Options and file; plain words, never values. */
  readonly options: readonly string[]
  /** Set for the program; plain words. */
  readonly environment?: Readonly<Record<string, string>>
  /** What the place holds for the script. */
  readonly packages?: readonly PlacedPackage[] | undefined
  /** Files that are to lie in the directory in which the script begins. */
  readonly modules?: readonly PlacedFile[]
  /** Why the step failed when none is there: what is missing and how to get it. */
  readonly missing: string
}

/** A file of the payload, and the name that the script knows it by. */
export interface PlacedFile extends PayloadFile {
  readonly as: string
}

/** Modules as files of the payload, which has names of its own; `ending` as in `.sh`. */
export const moduleFiles = (modules: readonly ModuleFile[] = [], ending: string): readonly PlacedFile[] =>
  modules.map(({ name, body }, index) => ({
    name: `module-${index + 1}${ending}`,
    as: `${name.replaceAll(/[/\0]/g, '_')}${ending}`,
    bytes: Buffer.from(body),
  }))

export const LAUNCH_COMMAND = ['sh', '../launch.sh'] as const

/**
 * The POSIX sh program that a script begins with, wherever it runs. It needs nothing else, so a missing interpreter becomes a sentence
 * instead of "not found".
 */
export function launcher({
  programs,
  options,
  environment = {},
  packages = [],
  modules = [],
  missing,
}: Interpreter): PayloadFile {
  const words = [...programs, ...options, ...Object.entries(environment).flat()]
  for (const word of words) if (!/^[A-Za-z0-9._/-]+$/.test(word)) throw new Error(`Not a plain word: ${word}`)
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${value}\n`)
  const copies = modules.map(({ name, as }) => `cp ../${name} ./${quote(as)}\n`)
  const text = `# Flotilla launcher
fail() {
  echo "##octopus[resultMessage message='$1']"
  exit "$2"
}
${placing(packages)}${copies.join('')}for program in ${programs.join(' ')}; do
  if command -v "$program" >/dev/null 2>&1; then
${exports.map((line) => `    ${line}`).join('')}    exec "$program" ${options.join(' ')}
  fi
done
fail ${encode(missing)} 127
`
  return { name: 'launch.sh', bytes: Buffer.from(text) }
}

/**
 * What is held lies beside the work directories (`heldPathOf`). Its hash is looked at again before it is used, and one that is
 * not what was sent is removed, so that the next attempt gets it anew (reliability G4).
 */
function placing(packages: readonly PlacedPackage[]): string {
  if (packages.length === 0) return ''
  const lines = packages.map(({ sha256, name, as, isExtracted }) => {
    const there = quote(as === '' ? '.' : `./${as}`)
    const failed = `fail ${encode(`The package ${name} could not be ${isExtracted ? 'unpacked' : 'put in its place'}.`)} 1`
    const place = isExtracted ? `mkdir -p ${there} && tar -xzmof "$file" -C ${there}` : `cp "$file" ${there}`
    const changed = `The package ${name} is not there any more as it was sent; try again.`
    return `take ${sha256} ${encode(changed)}\n{ ${place}; } || ${failed}\n`
  })
  return `take() {
  file=${heldPathOf(`\${FLOTILLA_DIRECTORY%/*}`, '$1')}
  [ "$(sha256sum <"$file")" = "$1  -" ] || { rm -f "$file"; fail "$2" 1; }
}
${lines.join('')}`
}

const encode = (text: string): string => Buffer.from(text).toString('base64')

/** Any text but NUL as one word of sh. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
