const MOST = 3

/** Which of the names somebody may have meant: what holds the text or differs in few letters, the nearest first. */
export function similarNames(wanted: string, names: readonly string[]): readonly string[] {
  const text = wanted.trim().toLowerCase()
  if (text === '') return []
  return names
    .map((name) => ({ name, distance: distanceTo(text, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, text.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ name }) => name)
}

const distanceTo = (text: string, name: string): number =>
  text.length > 2 && name.includes(text) ? 1 : editDistance(text, name)

/** How many letters must be inserted, removed or replaced to make one of the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let before = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [row, letter] of [...from].entries()) {
    const line = [row + 1]
    for (const [column, other] of [...to].entries()) {
      line.push(Math.min(line[column]! + 1, before[column + 1]! + 1, before[column]! + (letter === other ? 0 : 1)))
    }
    before = line
  }
  return before.at(-1)!
}
