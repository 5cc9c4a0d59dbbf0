import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'

/** What keeps a text from being read as arguments. */
export type ArgumentProblem = 'quote-not-closed' | 'nul-character'

/**
 * Cuts the text of `ScriptParameters` into words, as a shell does: by white space, with `'...'`, `"..."` and `\` keeping words
 * together. Nothing is expanded or run: `$x`, `$(...)` and `*` stay as they are, because values from variables may be in the text.
 *
 * Source: domain reference 4.7; reliability reference J1.
 */
export function splitWords(text: string): Result<readonly string[], ArgumentProblem> {
  if (text.includes('\0')) return err('nul-character')
  const words: string[] = []
  let word: string | undefined
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at)
    const [piece] = PIECE.exec(rest) ?? []
    if (piece === undefined) return err('quote-not-closed')
    at += piece.length
    if (/^\s/.test(piece)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (piece !== HIDDEN_LINE_END) {
      word = (word ?? '') + textOf(piece)
    }
  }
  if (word !== undefined) words.push(word)
  return ok(words)
}

/** White space, a quoted piece, an escaped character (a lone `\` at the end is itself), or plain characters. */
const PIECE = /^(?:\s+|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]?|[^\s'"\\]+)/

/** It stands for nothing, so it begins no word either. */
const HIDDEN_LINE_END = '\\\n'

function textOf(piece: string): string {
  if (piece.startsWith("'")) return piece.slice(1, -1)
  // Between double quotes a backslash is special only before these; a line end that it hides is gone.
  if (piece.startsWith('"'))
    return piece.slice(1, -1).replace(/\\([\\"$`\n])/g, (_, hidden: string) => (hidden === '\n' ? '' : hidden))
  return piece.startsWith('\\') && piece.length > 1 ? piece.slice(1) : piece
}
