import type { Budget } from './budget.ts'
import { readJsonContainer } from './json-reader.ts'
import { type JsonValue, renderJson } from './json-value.ts'
import type { Scope } from './scope.ts'

/** What all parts of one evaluation share. */
export interface Run {
  readonly budget: Budget
  /** Evaluates the value of a variable; null if it does not parse, for then it is used as it is. */
  readonly evaluateValue: (text: string, scope: Scope, sheet: Sheet) => string | null
  readonly applyFilter: (key: string, value: string | null, options: readonly string[]) => string | null
  readonly json: JsonCache
}

/**
 * What a template reported beside its text. A template, its branches, loops and options share one sheet; the value of a
 * variable has its own.
 */
export interface Sheet {
  /** Distinct, in order of first occurrence. */
  readonly missing: Set<string>
  /** Whether a `null` filter asked for no text at all. */
  isNull: boolean
  /** Whether text from outside may have flowed in, so that what is read out of the text must not be evaluated again. */
  isTainted: boolean
}

export const newSheet = (): Sheet => ({ missing: new Set(), isNull: false, isTainted: false })

/** Remembers JSON texts that were read, so that a loop over a large text reads it once. */
export class JsonCache {
  private readonly budget: Budget
  private known: Map<string, JsonValue | null> | undefined

  constructor(budget: Budget) {
    this.budget = budget
  }

  read(text: string): JsonValue | null {
    this.known ??= new Map()
    const before = this.known.get(text)
    if (before !== undefined) return before
    this.budget.spendOn(text.length)
    const value = readJsonContainer(text)
    this.known.set(text, value)
    return value
  }

  /** The text of a value, charged for. */
  render(value: JsonValue): string {
    const text = renderJson(value)
    this.budget.spendOn(text.length)
    return text
  }
}
