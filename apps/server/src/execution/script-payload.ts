import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { bashPayload } from './bash-bootstrap.ts'
import { makePayload } from './payload.ts'
import type { Payload } from './transport.ts'

/** A variable as a script sees it. Bytes are for values that are not text. */
export interface ScriptVariable {
  readonly name: string
  readonly value: string | Uint8Array
}

export interface Script {
  /** The author's text, with its templates already evaluated. */
  readonly body: string
  readonly variables: readonly ScriptVariable[]
  /** `Octopus.Action.Script.ScriptParameters`: arguments as the author wrote them for this syntax, quotes and all. */
  readonly parameters?: string
}

/** How a script of one syntax becomes files and a command. One file per syntax; a new one gets a line here. */
export type SyntaxPayload = (script: Script) => Pick<Payload, 'files' | 'command'>
const SYNTAXES = new Map<string, SyntaxPayload>([['Bash', bashPayload]])

export type PayloadRefusal = { readonly kind: 'syntax-not-supported'; readonly syntax: string }

/** What a ticket for this script runs. The same script gives the same hash. Source: domain reference 4.7. */
export function buildPayload(script: Script & { readonly syntax: string }): Result<Payload, PayloadRefusal> {
  const make = SYNTAXES.get(script.syntax)
  return make ? ok(makePayload(make(script))) : err({ kind: 'syntax-not-supported', syntax: script.syntax })
}
