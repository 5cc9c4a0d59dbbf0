/** Finds many words in a text at once: the automaton of Aho and Corasick. Its time does not depend on the number of words. */
export class TextSearch {
  readonly #table: TransitionTable
  readonly #depth: Int32Array
  /** The node of the longest proper suffix that is the beginning of a word, too. */
  readonly #fallback: Int32Array
  /** Length of the longest word that ends here; 0 for none. */
  readonly #ends: Int32Array
  /** The first node that a word goes on to from here, and the next one beside it; 0 for none. */
  readonly #firstChild: Int32Array
  readonly #nextSibling: Int32Array
  /** Rows of `ROW` cells for the nodes next to the root, where most time is spent: the next node of each plain character. */
  readonly #rows: Int32Array
  /** The node's row; `NONE` without one. */
  readonly #rowOf: Int32Array

  constructor(words: readonly string[]) {
    const size = 1 + words.reduce((sum, word) => sum + word.length, 0)
    this.#table = new TransitionTable(size)
    this.#depth = new Int32Array(size)
    this.#fallback = new Int32Array(size)
    this.#ends = new Int32Array(size)
    this.#firstChild = new Int32Array(size)
    this.#nextSibling = new Int32Array(size)
    const { parents, characters } = this.#addWords(words, size)
    const order = byDepth(this.#depth.subarray(0, parents.length))
    this.#addFallbacks(order, parents, characters)
    const shallow = order.subarray(0, MOST_ROWS)
    this.#rows = new Int32Array(shallow.length * ROW)
    this.#rowOf = new Int32Array(size).fill(NONE)
    this.#addRows(shallow, characters)
  }

  /**
   * Calls back with the longest word that ends at each place, as `[start, end)`, ends rising. Answers how many characters at
   * the end of the text may be the beginning of a word that goes on.
   */
  search(text: string, found: (start: number, end: number) => void): number {
    let node = 0
    for (let index = 0; index < text.length; index += 1) {
      const character = text.charCodeAt(index)
      const row = this.#rowOf[node]!
      node = row !== NONE && character < ROW ? this.#rows[row * ROW + character]! : this.#step(node, character)
      const length = this.#ends[node]!
      if (length > 0) found(index + 1 - length, index + 1)
    }
    while (node !== 0 && this.#firstChild[node] === 0) node = this.#fallback[node]!
    return this.#depth[node]!
  }

  #step(from: number, character: number): number {
    for (let node = from; ; node = this.#fallback[node]!) {
      const next = this.#table.get(node, character)
      if (next !== NONE) return next
      if (node === 0) return 0
    }
  }

  /** Answers parent and character of each node. */
  #addWords(
    words: readonly string[],
    size: number,
  ): { readonly parents: Int32Array; readonly characters: Uint16Array } {
    const parents = new Int32Array(size)
    const characters = new Uint16Array(size)
    let newest = 0
    for (const word of words) {
      let node = 0
      for (let index = 0; index < word.length; index += 1) {
        const character = word.charCodeAt(index)
        let next = this.#table.get(node, character)
        if (next === NONE) {
          newest += 1
          next = newest
          this.#table.set(node, character, next)
          this.#nextSibling[next] = this.#firstChild[node]!
          this.#firstChild[node] = next
          this.#depth[next] = this.#depth[node]! + 1
          parents[next] = node
          characters[next] = character
        }
        node = next
      }
      this.#ends[node] = word.length
    }
    return { parents: parents.subarray(0, newest + 1), characters }
  }

  /** Shallow nodes first: a fallback is shallower than what falls back to it. */
  #addFallbacks(order: Int32Array, parents: Int32Array, characters: Uint16Array): void {
    for (const node of order) {
      if (this.#depth[node]! > 1) this.#fallback[node] = this.#step(this.#fallback[parents[node]!]!, characters[node]!)
      if (this.#ends[node] === 0) this.#ends[node] = this.#ends[this.#fallback[node]!]!
    }
  }

  /** A row is that of the fallback, with the node's own steps in it. */
  #addRows(shallow: Int32Array, characters: Uint16Array): void {
    shallow.forEach((node, row) => {
      this.#rowOf[node] = row
      const begin = row * ROW
      if (node !== 0) {
        const fallback = this.#rowOf[this.#fallback[node]!]! * ROW
        this.#rows.copyWithin(begin, fallback, fallback + ROW)
      }
      for (let child = this.#firstChild[node]!; child !== 0; child = this.#nextSibling[child]!) {
        if (characters[child]! < ROW) this.#rows[begin + characters[child]!] = child
      }
    })
  }
}

/** Plain characters: ASCII. */
const ROW = 128
/** Half a kilobyte each. */
const MOST_ROWS = 4_096

/** The nodes in the order of their depth, which is sorted by counting: there may be a million of them. */
function byDepth(depths: Int32Array): Int32Array {
  const deepest = depths.reduce((most, depth) => Math.max(most, depth), 0)
  const next = new Int32Array(deepest + 2)
  for (const depth of depths) next[depth + 1] = next[depth + 1]! + 1
  for (let depth = 1; depth < next.length; depth += 1) next[depth] = next[depth]! + next[depth - 1]!
  const order = new Int32Array(depths.length)
  for (let node = 0; node < depths.length; node += 1) {
    const place = next[depths[node]!]!
    next[depths[node]!] = place + 1
    order[place] = node
  }
  return order
}

const NONE = -1

/** From (node, character) to a node: a hash table in flat arrays, since a map of objects a node would be ten times as large. */
class TransitionTable {
  readonly #mask: number
  readonly #nodes: Int32Array
  readonly #characters: Uint16Array
  readonly #targets: Int32Array

  constructor(size: number) {
    const slots = 2 ** Math.ceil(Math.log2(size * 2))
    this.#mask = slots - 1
    this.#nodes = new Int32Array(slots).fill(NONE)
    this.#characters = new Uint16Array(slots)
    this.#targets = new Int32Array(slots)
  }

  get(node: number, character: number): number {
    const slot = this.#slotOf(node, character)
    return this.#nodes[slot] === NONE ? NONE : this.#targets[slot]!
  }

  set(node: number, character: number, target: number): void {
    const slot = this.#slotOf(node, character)
    this.#nodes[slot] = node
    this.#characters[slot] = character
    this.#targets[slot] = target
  }

  /** Its slot, or the free one where it would be. At least half of the slots are free, so there is one. */
  #slotOf(node: number, character: number): number {
    let slot = Math.imul(Math.imul(node, 0x9e3779b1) ^ character, 0x85ebca6b) >>> 7
    for (slot &= this.#mask; ; slot = (slot + 1) & this.#mask) {
      if (this.#nodes[slot] === NONE) return slot
      if (this.#nodes[slot] === node && this.#characters[slot] === character) return slot
    }
  }
}
