import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { Payload } from '@flotilla/work-directory'
import { makePayload } from '@flotilla/work-directory'
import { bashPayload } from './bash-bootstrap.ts'
import { javascriptPayload } from './javascript-bootstrap.ts'
import { powershellPayload } from './powershell-bootstrap.ts'
import { pythonPayload } from './python-bootstrap.ts'
import type { ArgumentProblem } from './script-arguments.ts'

/** A variable as a script sees it. Bytes are for values that are not text. */
export interface ScriptVariable {
  readonly name: string
  readonly value: string | Uint8Array
}

export interface Script {
  /** The author's text, with its templates already evaluated; or the file of a package that holds it. */
  readonly body: string | PackagedScript
  readonly variables: readonly ScriptVariable[]
  /** `Octopus.Action.Script.ScriptParameters`: arguments as the author wrote them for this syntax, quotes and all. */
  readonly parameters?: string
  /** Code of the project in the same language, for the script to load by its name. */
  readonly modules?: readonly ModuleFile[]
  /** What the place holds, for the script to find in the directory in which it begins. */
  readonly packages?: readonly PlacedPackage[]
}

export interface PackagedScript {
  /** Below the directory in which the script begins; leads nowhere else. */
  readonly path: string
}

export interface PlacedPackage {
  /** Names the file that the place holds: the package, or an archive of its content. */
  readonly sha256: string
  /** What people call it, as in `Acme.Web 1.4.0`. */
  readonly name: string
  /** The folder into which it is unpacked, or the file that it becomes; blank: right there. */
  readonly as: string
  readonly isExtracted: boolean
}

export interface ModuleFile {
  readonly name: string
  readonly body: string
}

/** How a script of one syntax becomes files and a command. One file per syntax; a new one gets a line here. */
export type SyntaxPayload = (script: Script) => Result<Pick<Payload, 'files' | 'command'>, ArgumentProblem>
const SYNTAXES = new Map<string, SyntaxPayload>([
  ['Bash', bashPayload],
  ['PowerShell', powershellPayload],
  ['Python', pythonPayload],
  ['JavaScript', javascriptPayload],
])

/** The languages that scripts may be written in. */
export const SCRIPT_SYNTAXES: readonly string[] = [...SYNTAXES.keys()]

export type PayloadRefusal =
  | { readonly kind: 'syntax-not-supported'; readonly syntax: string }
  | { readonly kind: 'parameters-malformed'; readonly problem: ArgumentProblem }

/** What a ticket for this script runs. The same script gives the same hash. Source: domain reference 4.7. */
export function buildPayload(script: Script & { readonly syntax: string }): Result<Payload, PayloadRefusal> {
  const syntax = script.syntax.trim().toLowerCase()
  const make = [...SYNTAXES].find(([name]) => name.toLowerCase() === syntax)?.[1]
  if (!make) return err({ kind: 'syntax-not-supported', syntax: script.syntax })
  const made = make(script)
  return made.ok ? ok(makePayload(made.value)) : err({ kind: 'parameters-malformed', problem: made.error })
}
