/** One character of a pattern, or one wildcard. A set holds its ranges, a lone character being a range of one. */
type Token =
  | { readonly kind: 'any-run' }
  | { readonly kind: 'any-one' }
  | { readonly kind: 'set'; readonly ranges: readonly Range[] }

interface Range {
  readonly from: string
  readonly to: string
}

/**
 * Whether a version's whole text passes a release filter: `*` any run, `?` one character, `[a-c]` a set, all else
 * itself, without case. A blank filter passes everything; a `[` that is never closed, or holds nothing, is itself.
 *
 * The time is at most pattern length times text length, whatever the pattern: it is matched by hand and never
 * becomes a regular expression.
 * Source: domain reference 10.6.
 */
export function matchesReleaseFilter(pattern: string, versionText: string): boolean {
  const wanted = pattern.trim()
  return wanted === '' || matchesTokens(readTokens(wanted), [...versionText])
}

function readTokens(pattern: string): readonly Token[] {
  const chars = [...pattern]
  const lastClose = chars.lastIndexOf(']')
  const tokens: Token[] = []
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at]!
    const close = char === '[' && at < lastClose ? chars.indexOf(']', at) : -1
    if (char === '*') tokens.push({ kind: 'any-run' })
    else if (char === '?') tokens.push({ kind: 'any-one' })
    else if (close > at + 1) {
      tokens.push({ kind: 'set', ranges: readRanges(chars.slice(at + 1, close)) })
      at = close
    } else tokens.push({ kind: 'set', ranges: [{ from: char, to: char }] })
  }
  return tokens
}

function readRanges(chars: readonly string[]): readonly Range[] {
  const ranges: Range[] = []
  for (let at = 0; at < chars.length; at++) {
    const from = chars[at]!
    const to = chars[at + 1] === '-' ? chars[at + 2] : undefined
    ranges.push({ from, to: to ?? from })
    if (to !== undefined) at += 2
  }
  return ranges
}

function matchesTokens(tokens: readonly Token[], chars: readonly string[]): boolean {
  let token = 0
  let char = 0
  // Only the last `*` ever needs to take more: an earlier one taking more could not reach anything that it cannot.
  let star: { token: number; char: number } | undefined
  while (char < chars.length) {
    const wanted = tokens[token]
    if (wanted?.kind === 'any-run') {
      star = { token, char }
      token++
    } else if (wanted && matchesOne(wanted, chars[char]!)) {
      token++
      char++
    } else if (star) {
      star = { token: star.token, char: star.char + 1 }
      token = star.token + 1
      char = star.char
    } else return false
  }
  return tokens.slice(token).every((rest) => rest.kind === 'any-run')
}

function matchesOne(token: Token, char: string): boolean {
  if (token.kind !== 'set') return true
  const spellings = [char, char.toLowerCase(), char.toUpperCase()]
  return token.ranges.some(({ from, to }) =>
    from === to
      ? from.toLowerCase() === char.toLowerCase()
      : spellings.some((spelling) => from <= spelling && spelling <= to),
  )
}
