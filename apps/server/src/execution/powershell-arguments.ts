import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { ArgumentProblem } from './script-arguments.ts'

/**
 * The text of `ScriptParameters` as PowerShell code that can be written behind the name of a script: parameter names
 * (`-Name`, `-Name:`) stay names, everything else becomes a value that PowerShell reads as data. Lists (`a,b`) and the
 * constants `$true`, `$false`, `$null` are understood; `$x`, `$(...)` and `;` are text, because values from variables may
 * be in it.
 *
 * Source: domain reference 4.7; reliability reference J1.
 */
export function powershellArguments(text: string): Result<string, ArgumentProblem> {
  if (text.includes('\0')) return err('nul-character')
  const code: string[] = []
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const [name] = PARAMETER_NAME.exec(text.slice(at)) ?? []
    if (name !== undefined) {
      at += name.length
      code.push(name)
      continue
    }
    const argument = readArgument(text, at)
    if (!argument) return err('quote-not-closed')
    code.push(argument.code)
    at = argument.end
  }
  return ok(code.join(' '))
}

const skipSpace = (text: string, from: number): number => from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0)

/** PowerShell takes these dashes for hyphens, but then the name would not be plain text; only the ASCII one makes a name here. */
const PARAMETER_NAME = /^-[A-Za-z_][A-Za-z0-9_-]*(?::|(?=\s|$))/

/** One value, or several with commas between them. */
function readArgument(text: string, start: number): { readonly code: string; readonly end: number } | undefined {
  const values: string[] = []
  let at = start
  for (;;) {
    const value = readValue(text, at)
    if (!value) return undefined
    values.push(value.code)
    at = value.end
    if (text[at] !== ',') return { code: values.join(','), end: at }
    at = skipSpace(text, at + 1)
  }
}

/** Quoted and plain pieces up to white space or a comma. */
function readValue(text: string, start: number): { readonly code: string; readonly end: number } | undefined {
  let value = ''
  let at = start
  let isPlain = true
  while (at < text.length) {
    const rest = text.slice(at)
    const [piece] = PIECE.exec(rest) ?? []
    if (piece === undefined) {
      if (/^[\s,]/.test(rest)) break
      return undefined
    }
    if (/^['"`]/.test(piece)) isPlain = false
    value += textOf(piece)
    at += piece.length
  }
  const isConstant = isPlain && /^\$(?:true|false|null)$/i.test(value)
  return { code: isConstant ? value : powershellText(value), end: at }
}

/** A quoted piece (a doubled quote in it is one quote), an escaped character, or plain characters. */
const PIECE = /^(?:'(?:[^']|'')*'|"(?:[^"`]|""|`[\s\S])*"|`[\s\S]?|[^\s,'"`]+)/

const ESCAPES = new Map(Object.entries({ n: '\n', r: '\r', t: '\t', '0': '' }))

function textOf(piece: string): string {
  if (piece.startsWith("'")) return piece.slice(1, -1).replaceAll("''", "'")
  if (piece.startsWith('"')) return withoutEscapes(piece.slice(1, -1).replaceAll('""', '"'))
  return withoutEscapes(piece)
}

const withoutEscapes = (text: string) =>
  text.replace(/`([\s\S])/g, (_, character: string) => ESCAPES.get(character) ?? character)

/**
 * Any text as a PowerShell expression in which nothing is expanded. Base64, because PowerShell takes several characters for
 * quotes.
 */
export function powershellText(text: string): string {
  const encoded = Buffer.from(text).toString('base64')
  return `([System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String('${encoded}')))`
}
