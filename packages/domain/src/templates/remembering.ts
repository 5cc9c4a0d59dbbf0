/** How many texts of a kind are remembered. */
const CACHE_SIZE = 2_000

/** Remembers what was made of texts, and forgets all of it when it becomes much. */
export function remembering<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= CACHE_SIZE) known.clear()
    const made = make(text)
    known.set(text, made)
    return made
  }
}
