import type { Grant } from '@flotilla/domain/access'

const known = new WeakMap<readonly Grant[], string>()

/** A text that is equal for callers with equal rights only: what one of them may see, so may the others. */
export function rightsKey(grants: readonly Grant[]): string {
  let key = known.get(grants)
  if (key === undefined) {
    key = JSON.stringify(grants.map((grant) => ({ ...grant, permissions: [...grant.permissions].sort() })))
    known.set(grants, key)
  }
  return key
}
