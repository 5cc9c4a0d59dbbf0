/** Always the same length, so that it tells nothing about what it hides. */
export const MASK = '********'

/** Shorter values would hide half of the log. Source: domain reference 5.4. */
const SHORTEST_SECRET = 4
/** A shorter line of a secret of several lines (`}`, `-----`) says nothing by itself. Source: reliability reference M1. */
const SHORTEST_SECRET_LINE = 8

/** Hides secrets in one log line. */
export type Masker = (line: string) => string

/**
 * Makes a masker for these secrets: their literal text, without surrounding white space, and each longer line of those
 * that have several. Overlapping ones are hidden together.
 *
 * Source: domain reference 5.4; reliability reference M1 (literal and line forms), M3.
 */
export function createMasker(secrets: Iterable<string>): Masker {
  const forms = [...new Set([...secrets].flatMap(formsOf))]
  return (line) => mask(line, forms)
}

function formsOf(secret: string): readonly string[] {
  const trimmed = secret.trim()
  const lines = trimmed.split(/\r\n|\n|\r/).map((line) => line.trim())
  if (lines.length > 1) return lines.filter((line) => line.length >= SHORTEST_SECRET_LINE)
  return trimmed.length >= SHORTEST_SECRET ? [trimmed] : []
}

function mask(line: string, forms: readonly string[]): string {
  const hits = forms.flatMap((form) => occurrencesOf(form, line))
  if (hits.length === 0) return line
  hits.sort((one, other) => one.start - other.start)
  let masked = ''
  let position = 0
  let hiddenTo = -1
  for (const { start, end } of hits) {
    if (start > hiddenTo) {
      masked += line.slice(position, start) + MASK
    }
    hiddenTo = Math.max(hiddenTo, end)
    position = hiddenTo
  }
  return masked + line.slice(position)
}

/** All places, also those that overlap: `aXaXa` holds `aXa` twice. */
function occurrencesOf(form: string, line: string): { readonly start: number; readonly end: number }[] {
  const found = []
  for (let start = line.indexOf(form); start >= 0; start = line.indexOf(form, start + 1)) {
    found.push({ start, end: start + form.length })
  }
  return found
}
