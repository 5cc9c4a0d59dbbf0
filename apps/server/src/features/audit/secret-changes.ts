import type { Queryable } from '../../database/connection.ts'
import { fingerprintOf } from '../../database/keyring.ts'
import { secretPlace } from '../../database/sealed-columns.ts'

/** That a secret was set, replaced or taken away. Null where there was or is none. */
export interface SecretChange {
  /** Where in its owner it lies. */
  readonly field: string
  /** Keyed hashes: they tell equal secrets in this place, and in no other. */
  readonly before: string | null
  readonly after: string | null
}

/**
 * What has changed of the secrets of an owner, by field.
 *
 * Source: reliability reference K6.
 */
export function secretChanges(
  db: Queryable,
  ownerId: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly SecretChange[] {
  const hashOf = (field: string, secret: string | undefined) =>
    secret === undefined ? null : fingerprintOf(db, secretPlace(ownerId, field), secret)
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => before.get(field) !== after.get(field))
    .map((field) => ({
      field,
      before: hashOf(field, before.get(field)),
      after: hashOf(field, after.get(field)),
    }))
}
