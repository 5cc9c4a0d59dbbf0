import { hideSpans, joinSpans, type Masker, type Span, WITHHELD } from './masker.ts'

/** Lines of one stream that are not shown yet, because they may end in the middle of a secret. A value that may be stored, sealed. */
export interface HeldLines<Line extends { readonly text: string }> {
  readonly lines: readonly Line[]
  /** What is to be hidden in them already, in their texts put together. */
  readonly hidden: readonly Span[]
  /** The end of what was shown last, when a secret may begin there. */
  readonly tail: string
}

export const NOTHING_HELD = { lines: [], hidden: [], tail: '' } as const satisfies HeldLines<never>

/** A line is held back for this many characters at its end: fewer stand at the end of every other line by accident. */
const SHORTEST_HELD = 4

/**
 * Masks the next lines of a stream, also secrets that are written over several lines. Lines whose end may be the first half
 * of a secret are held until the next lines tell, or `isLast` does: the stream has ended, or was silent for a while.
 * Lines that cannot be masked are withheld, each of them.
 *
 * Source: reliability reference M2, M4.
 */
export function maskLines<Line extends { readonly text: string }>(
  held: HeldLines<Line>,
  fresh: readonly Line[],
  masker: Masker,
  isLast = false,
): { readonly shown: readonly Line[]; readonly held: HeldLines<Line> } {
  const lines = [...held.lines, ...fresh]
  if (lines.length === 0) return { shown: [], held }
  const { tail } = held
  const text = tail + lines.map((line) => line.text).join('')
  const found = masker.find(text)
  // What was shown before may end in the first half of a secret, so nothing is told of the rest.
  if (!found) return { shown: lines.map((line) => ({ ...line, text: WITHHELD })), held: NOTHING_HELD }
  const { spans, openFrom } = found
  const hidden = joinSpans([...held.hidden.map((span) => shifted(span, tail.length)), ...spans])
  const holds = !isLast && text.length - openFrom >= SHORTEST_HELD
  const shown: Line[] = []
  let start = tail.length
  for (const line of lines) {
    const end = start + line.text.length
    if (holds && end > openFrom) break
    shown.push({ ...line, text: hideSpans(line.text, within(hidden, start, end)) })
    start = end
  }
  const rest = lines.slice(shown.length)
  return {
    shown,
    held: {
      lines: rest,
      hidden: within(hidden, start, text.length),
      tail: rest.length > 0 ? text.slice(Math.min(openFrom, start), start) : text.slice(openFrom),
    },
  }
}

const shifted = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by })

/** The parts of the spans that lie in `[from, to)`, as places from `from` on. */
const within = (spans: readonly Span[], from: number, to: number): readonly Span[] =>
  spans
    .filter(({ start, end }) => start < to && end > from)
    .map(({ start, end }) => ({ start: Math.max(start, from) - from, end: Math.min(end, to) - from }))
