/**
 * What somebody made of `before`, done again on what is stored by now: what was changed on one side only is taken from there, and
 * where both sides changed the same thing, `mine` holds. Lists of things with an `Id` are joined thing by thing, other lists are one
 * thing each.
 */
export function mergeChanges<T>(before: T, mine: T, stored: T): T {
  if (isSame(mine, before)) return stored
  if (isSame(stored, before)) return mine
  if (isListOfThings(before) && isListOfThings(mine) && isListOfThings(stored)) {
    return mergeLists(before, mine, stored) as T
  }
  if (isRecord(before) && isRecord(mine) && isRecord(stored)) {
    const names = [...new Set([...Object.keys(stored), ...Object.keys(mine)])]
    const merged = names.map((name) => [name, mergeChanges(before[name], mine[name], stored[name])] as const)
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as T
  }
  return mine
}

interface Thing {
  readonly Id: string
}

/** In the order of whoever changed it, mine before the other; what only the other list has comes after what it follows there. */
function mergeLists(before: readonly Thing[], mine: readonly Thing[], stored: readonly Thing[]): readonly Thing[] {
  const [earlier, own, others] = [byId(before), byId(mine), byId(stored)]
  const kept = (thing: Thing): readonly Thing[] => {
    const [was, my, their] = [earlier, own, others].map((things) => things.get(thing.Id))
    if (my && their) return [was ? mergeChanges(was, my, their) : my]
    // Removed on one side: it stays away, unless I have changed what others removed.
    const left = my ?? their
    if (!was || !left) return [thing]
    return left === my && !isSame(my, was) ? [my] : []
  }
  const movedByMe = !isSame(idsIn(before, own), idsIn(mine, earlier))
  const [first, second] = movedByMe ? [mine, stored] : [stored, mine]
  const known = byId(first)
  const following = new Map<string | undefined, Thing[]>()
  let place: string | undefined
  for (const thing of second) {
    if (known.has(thing.Id)) place = thing.Id
    else following.set(place, [...(following.get(place) ?? []), thing])
  }
  const after = (id: string | undefined) => following.get(id) ?? []
  const order = [...after(undefined), ...first.flatMap((thing) => [thing, ...after(thing.Id)])]
  return order.flatMap(kept)
}

/** New things have no id yet. */
const byId = (things: readonly Thing[]): ReadonlyMap<string, Thing> =>
  new Map(things.filter(({ Id }) => Id !== '').map((thing) => [thing.Id, thing]))

const idsIn = (things: readonly Thing[], known: ReadonlyMap<string, Thing>): readonly string[] =>
  things.flatMap(({ Id }) => (known.has(Id) ? [Id] : []))

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isListOfThings = (value: unknown): value is readonly Thing[] =>
  Array.isArray(value) && value.every((each) => isRecord(each) && typeof each.Id === 'string')
