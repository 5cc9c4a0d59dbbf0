import { token } from './grammar-block.ts'
import { Source, TooComplex } from './grammar-kernel.ts'
import { path } from './grammar-path.ts'
import { remembering } from './remembering.ts'
import type { Path, Token } from './syntax.ts'

/** A template in its parsed form, or why there is none. */
export type ParseResult =
  | { readonly kind: 'parsed'; readonly tokens: readonly Token[] }
  | { readonly kind: 'parse'; readonly line: number; readonly column: number; readonly recent: string }
  | { readonly kind: 'limit'; readonly limit: 'nesting' | 'steps' }

/** How many characters before an error are reported. */
const RECENT = 10

/** Whether evaluating `text` can change it. Such text is not parsed, so its escapes stay as they are. */
export const hasToken = (text: string): boolean => text.includes('#{')

/**
 * Parses a whole template.
 *
 * With `recover`, what does not parse at the top level is kept as text up to the point where it failed, and there is no
 * parse error: this is for substituting inside arbitrary files.
 *
 * Errors: `parse` with the position of the first top-level token that does not parse; `limit` for a text that nests
 * deeper, or takes more work, than any honest template; never throws.
 * Source: template reference 2, 13.
 */
export function parseTemplate(text: string, recover = false): ParseResult {
  return guarded(() => {
    const source = new Source(text)
    const tokens: Token[] = []
    let at = 0
    while (at < text.length) {
      const next = token(source, at)
      if (next.ok) tokens.push(next.value)
      else if (recover) tokens.push({ kind: 'text', text: text.slice(at, next.at) })
      else {
        const { line, column } = source.position(at)
        return { kind: 'parse', line, column, recent: text.slice(Math.max(0, at - RECENT), at) }
      }
      at = next.ok ? next.end : next.at
    }
    return { kind: 'parsed', tokens }
  })
}

/**
 * Parses the name of a variable as a path. What follows the longest path is ignored. Each deployment names the same ones again and
 * again, so they are remembered.
 *
 * Errors: null for a name that does not start like a path, contains a variable index, or nests absurdly.
 * Source: template reference 3.
 */
export const parseVariableName: (name: string) => Path | null = remembering((name) => {
  const result = guarded(() => path(new Source(name), 0))
  if ('kind' in result || !result.ok) return null
  return result.value.some((step) => step.kind === 'variable-index') ? null : result.value
})

function guarded<T>(parse: () => T): T | Extract<ParseResult, { kind: 'limit' }> {
  try {
    return parse()
  } catch (error) {
    if (error instanceof TooComplex) return { kind: 'limit', limit: error.limit }
    throw error
  }
}
