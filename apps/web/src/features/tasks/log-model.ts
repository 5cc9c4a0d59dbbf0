import type { Activity, LogLine, TaskEvent } from '@flotilla/api'

/** What is shown of a log. */
export interface LogFilter {
  /** Only lines that hold this text, without case; empty: all. */
  readonly text: string
  readonly level: LogLevel
}

/** Which lines are shown by their weight; `usual` are all but what is for those who look for a cause. */
export type LogLevel = 'everything' | 'usual' | 'warnings' | 'errors'

export type LogRow =
  | {
      readonly kind: 'activity'
      readonly activity: Activity
      readonly depth: number
      readonly isOpen: boolean
      /** What it, or all that goes on in it, waits for. */
      readonly waitsFor: string | null
      /** Of what it keeps folded, what was stressed last: which release is deployed, or why none is. */
      readonly gist: string | null
    }
  | { readonly kind: 'line'; readonly line: LogLine; readonly depth: number }

/** Rows that stand together: the header of an activity, or lines of one. */
interface Stretch {
  readonly from: number
  readonly count: number
  readonly depth: number
  readonly activity: Activity
  /** The lines that are shown of the activity, of which the stretch has those from `first` on; missing for the header. */
  readonly lines?: readonly LogLine[]
  readonly first?: number
}

/**
 * The tree of a task's activities with their lines, as rows. A row is found by its place in the time that a search in the
 * number of activities takes, so a log of a million lines scrolls like a short one.
 */
export class LogModel {
  readonly #activities = new Map<number, Activity>()
  readonly #children = new Map<number | null, number[]>()
  readonly #lines = new Map<number, LogLine[]>()
  /** What of them fits the filter; the same lists while nothing is filtered out. */
  readonly #shown = new Map<number, LogLine[]>()
  readonly #gists = new Map<number, string>()
  readonly #closed = new Set<number>()
  readonly #opened = new Set<number>()
  #filter: LogFilter = { text: '', level: 'usual' }
  #stretches: readonly Stretch[] | undefined
  lineCount = 0

  add(event: TaskEvent): void {
    if (event.kind === 'activity') this.#addActivity(event.activity)
    if (event.kind === 'line') this.#addLine(event.line)
    this.#stretches = undefined
  }

  setFilter(filter: LogFilter): void {
    this.#filter = filter
    this.#shown.clear()
    for (const [number, lines] of this.#lines)
      this.#shown.set(
        number,
        lines.filter((line) => this.#fits(line)),
      )
    this.#stretches = undefined
  }

  toggle(activity: Activity): void {
    const [from, to] = this.#isOpen(activity) ? [this.#opened, this.#closed] : [this.#closed, this.#opened]
    from.delete(activity.Number)
    to.add(activity.Number)
    this.#stretches = undefined
  }

  setAllOpen(isOpen: boolean): void {
    const [from, to] = isOpen ? [this.#closed, this.#opened] : [this.#opened, this.#closed]
    from.clear()
    for (const number of this.#activities.keys()) to.add(number)
    this.#stretches = undefined
  }

  get rowCount(): number {
    const last = this.#layOut().at(-1)
    return last ? last.from + last.count : 0
  }

  rowAt(index: number): LogRow | undefined {
    const stretch = stretchAt(this.#layOut(), index)
    if (!stretch) return undefined
    const { activity, depth, lines, first = 0 } = stretch
    if (!lines) {
      const isOpen = this.#isOpen(activity)
      const gist = isOpen ? null : (this.#gists.get(activity.Number) ?? null)
      return { kind: 'activity', activity, depth, isOpen, waitsFor: this.#waitOf(activity), gist }
    }
    return { kind: 'line', line: lines[first + index - stretch.from]!, depth }
  }

  /** Where the line with this number stands, if it is shown; opens what it is in. */
  findLine(number: number): number | undefined {
    const isBefore = (line: LogLine) => line.Number < number
    for (const [activityNumber, lines] of this.#lines) {
      if (lines[countWhile(lines, isBefore)]?.Number !== number) continue
      for (const at of this.#around(activityNumber)) {
        this.#closed.delete(at)
        this.#opened.add(at)
      }
      this.#stretches = undefined
      const shown = this.#shown.get(activityNumber) ?? []
      const place = countWhile(shown, isBefore)
      if (shown[place]?.Number !== number) return undefined
      const stretch = this.#layOut().findLast(
        ({ activity, first = Number.POSITIVE_INFINITY }) => activity.Number === activityNumber && first <= place,
      )!
      return stretch.from + place - stretch.first!
    }
    return undefined
  }

  /** An activity and all that it is a part of. */
  *#around(number: number): Generator<number> {
    for (let at: number | null = number; at !== null; at = this.#activities.get(at)?.Parent ?? null) yield at
  }

  #addActivity(activity: Activity): void {
    if (!this.#activities.has(activity.Number)) {
      const siblings = this.#children.get(activity.Parent) ?? []
      this.#children.set(activity.Parent, [...siblings, activity.Number])
    }
    this.#activities.set(activity.Number, activity)
  }

  #addLine(line: LogLine): void {
    this.lineCount += 1
    listIn(this.#lines, line.Activity).push(line)
    if (line.Category === 'Highlight')
      for (const number of this.#around(line.Activity)) this.#gists.set(number, line.MessageText)
    if (this.#fits(line)) listIn(this.#shown, line.Activity).push(line)
  }

  #fits(line: LogLine): boolean {
    const { text, level } = this.#filter
    if ((WEIGHTS[line.Category] ?? WEIGHTS.Info!) < LEAST[level]) return false
    return text === '' || line.MessageText.toLowerCase().includes(text)
  }

  /** What has gone well folds itself away; what runs or failed is what people look for. */
  #isOpen(activity: Activity): boolean {
    if (this.#opened.has(activity.Number)) return true
    if (this.#closed.has(activity.Number)) return false
    const isSearching = this.#filter.text !== '' || LEAST[this.#filter.level] > WEIGHTS.Info!
    return isSearching || activity.Parent === null || !FOLDED.has(activity.Status)
  }

  /** What is made of parts waits when every part that has not ended does; the first says for what. */
  #waitOf(whole: Activity): string | null {
    if (whole.Status !== 'Running' || whole.WaitingFor) return whole.WaitingFor
    let first: string | null = null
    for (const child of this.#children.get(whole.Number) ?? []) {
      const part = this.#activities.get(child)!
      if (part.Status !== 'Running') continue
      const waitsFor = this.#waitOf(part)
      if (!waitsFor) return null
      first ??= waitsFor
    }
    return first
  }

  #layOut(): readonly Stretch[] {
    if (this.#stretches) return this.#stretches
    const stretches: Stretch[] = []
    let from = 0
    const place = (stretch: Omit<Stretch, 'from'>) => {
      stretches.push({ ...stretch, from })
      from += stretch.count
    }
    const walk = (number: number, depth: number): void => {
      const activity = this.#activities.get(number)!
      place({ count: 1, depth, activity })
      if (!this.#isOpen(activity)) return
      const lines = this.#shown.get(number) ?? []
      let first = 0
      const placeLines = (end: number) => {
        if (end > first) place({ count: end - first, depth: depth + 1, activity, lines, first })
        first = Math.max(first, end)
      }
      for (const child of this.#children.get(number) ?? []) {
        // In the order in which it happened: what was said when a part had ended stands below that part.
        const ended = this.#activities.get(child)!.Ended
        placeLines(ended === null ? lines.length : countWhile(lines, ({ OccurredAt }) => OccurredAt < ended))
        walk(child, depth + 1)
      }
      placeLines(lines.length)
    }
    for (const root of this.#children.get(null) ?? []) walk(root, 0)
    this.#stretches = stretches
    return stretches
  }
}

const WEIGHTS: Readonly<Record<string, number>> = { Verbose: 0, Info: 1, Warning: 2, Error: 3, Fatal: 3 }
const LEAST: Readonly<Record<LogLevel, number>> = { everything: 0, usual: 1, warnings: 2, errors: 3 }

const FOLDED = new Set(['Success', 'Skipped', 'Pending'])

function listIn(lists: Map<number, LogLine[]>, key: number): LogLine[] {
  const found = lists.get(key)
  if (found) return found
  const made: LogLine[] = []
  lists.set(key, made)
  return made
}

/** How many at the beginning are such, by halving: `isSuch` holds for none after the first for which it does not. */
function countWhile<T>(all: readonly T[], isSuch: (each: T) => boolean): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSuch(all[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}

function stretchAt(stretches: readonly Stretch[], index: number): Stretch | undefined {
  let low = 0
  let high = stretches.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const { from, count } = stretches[middle]!
    if (index < from) high = middle - 1
    else if (index >= from + count) low = middle + 1
    else return stretches[middle]
  }
  return undefined
}
