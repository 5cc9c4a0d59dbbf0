import { buildTree, type Node, type VariableEntry } from './binding-tree.ts'
import { foldCase } from './chars.ts'
import { compilePattern, type Pattern } from './filters/pattern.ts'
import { type ParseResult, parseTemplate } from './parser.ts'
import { remembering } from './remembering.ts'

class Cache {
  readonly parse: (text: string) => ParseResult = remembering((text) => parseTemplate(text))
  readonly parseRecovering: (text: string) => ParseResult = remembering((text) => parseTemplate(text, true))
  readonly pattern: (source: string) => Pattern = remembering(compilePattern)
}

/**
 * An ordered set of variables whose names ignore case. It never changes: `with` gives a new one. The tree of names is
 * built when first needed, and parsed templates are shared by all sets made from one.
 *
 * Source: template reference 3, 14, 17.
 */
export class VariableSet {
  private readonly entries: ReadonlyMap<string, VariableEntry>
  private readonly cache: Cache
  private built: Node | undefined

  constructor(entries: ReadonlyMap<string, VariableEntry>, cache: Cache) {
    this.entries = entries
    this.cache = cache
  }

  /** This set with more variables, or other values. A variable that was there keeps its place and the spelling of its name. */
  with(entries: Iterable<VariableEntry>): VariableSet {
    const all = new Map(this.entries)
    for (const entry of entries) {
      const key = foldCase(entry.name)
      all.set(key, { ...entry, name: all.get(key)?.name ?? entry.name })
    }
    return new VariableSet(all, this.cache)
  }

  /** All names, as they were given, in order. */
  names(): readonly string[] {
    return Array.from(this.entries.values(), (entry) => entry.name)
  }

  /** The stored value of the variable with exactly this name but for case; null if there is none or it has none. */
  raw(name: string): string | null {
    return this.entries.get(foldCase(name))?.value ?? null
  }

  /** Whether the value of that variable is inserted as it is. */
  isVerbatim(name: string): boolean {
    return this.entries.get(foldCase(name))?.verbatim ?? false
  }

  /** The tree of names, as look-ups see it. */
  tree(): Node {
    this.built ??= buildTree(this.entries.values())
    return this.built
  }

  parse(text: string, recover = false): ParseResult {
    return recover ? this.cache.parseRecovering(text) : this.cache.parse(text)
  }

  /** The pattern of a filter. Errors: ends the evaluation for one that is not understood. */
  pattern(source: string): Pattern {
    return this.cache.pattern(source)
  }
}

/** A set with these variables. Of two entries with the same name the later value counts, at the earlier place. */
export const createVariables = (entries: Iterable<VariableEntry> = []): VariableSet =>
  new VariableSet(new Map(), new Cache()).with(entries)
