import { secretForms } from './secret-forms.ts'
import { TextSearch } from './text-search.ts'

/** Always the same length, so that it tells nothing about what it hides. */
export const MASK = '********'

/** Stands for a text that could not be masked (M4). */
export const WITHHELD = '[withheld: what is secret in this line could not be hidden]'

/** A part of a text, `[start, end)`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Hides secrets in texts, in every form of `secretForms`, also where line ends stand within them. Overlapping ones are hidden
 * together. Fails closed: a text that it cannot search is withheld, and so is every text once it could not learn a secret.
 *
 * Source: domain reference 5.4; reliability reference M1, M3, M4, M9.
 */
export class Masker {
  readonly #known = new Set<string>()
  /** Large ones first. Those of like size are joined, so that secrets learned one by one cost little and there are few. */
  #parts: { readonly words: readonly string[]; readonly search: TextSearch }[] = []
  #lacksSecret = false

  constructor(secrets: Iterable<string> = []) {
    this.add(secrets)
  }

  add(secrets: Iterable<string>): void {
    try {
      this.#learn(secrets)
    } catch {
      this.#lacksSecret = true
    }
  }

  #learn(secrets: Iterable<string>): void {
    let words: readonly string[] = [...new Set([...secrets].flatMap(secretForms))].filter(
      (form) => !this.#known.has(form),
    )
    if (words.length === 0) return
    for (const word of words) this.#known.add(word)
    for (let last = this.#parts.at(-1); last && last.words.length <= words.length * 2; last = this.#parts.at(-1)) {
      words = [...last.words, ...words]
      this.#parts.pop()
    }
    this.#parts.push({ words, search: new TextSearch(words) })
  }

  mask(text: string): string {
    const found = this.find(text)
    return found ? hideSpans(text, found.spans) : WITHHELD
  }

  /**
   * Where secrets are, in order and apart from each other, and where the text ends with what may be the beginning of one:
   * `openFrom` is its first character, or the text's length. Undefined when nobody can tell.
   */
  find(text: string): Findings | undefined {
    if (this.#lacksSecret) return undefined
    try {
      return this.#search(text)
    } catch {
      return undefined
    }
  }

  #search(text: string): Findings {
    if (this.#parts.length === 0) return { spans: [], openFrom: text.length }
    const { compact, placeOf } = withoutLineEnds(text)
    const found: Span[] = []
    let open = 0
    for (const { search } of this.#parts) {
      const depth = search.search(compact, (start, end) =>
        found.push({ start: placeOf(start), end: placeOf(end - 1) + 1 }),
      )
      open = Math.max(open, depth)
    }
    return { spans: joinSpans(found), openFrom: open === 0 ? text.length : placeOf(compact.length - open) }
  }
}

interface Findings {
  readonly spans: readonly Span[]
  readonly openFrom: number
}

/** The same places as spans in order that neither overlap nor touch. */
export function joinSpans(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const last = joined.at(-1)
    if (last && span.start <= last.end) joined[joined.length - 1] = { ...last, end: Math.max(last.end, span.end) }
    else joined.push(span)
  }
  return joined
}

/** Puts the mask in the place of each span. */
export function hideSpans(text: string, spans: readonly Span[]): string {
  let masked = ''
  let position = 0
  for (const { start, end } of spans) {
    masked += text.slice(position, start) + MASK
    position = end
  }
  return masked + text.slice(position)
}

/** The text without line ends, and the way back from a place in it. */
function withoutLineEnds(text: string): { readonly compact: string; readonly placeOf: (index: number) => number } {
  if (!/[\r\n]/.test(text)) return { compact: text, placeOf: (index) => index }
  const places: number[] = []
  let compact = ''
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!
    if (character === '\n' || character === '\r') continue
    places.push(index)
    compact += character
  }
  return { compact, placeOf: (index) => places[index]! }
}
