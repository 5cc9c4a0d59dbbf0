import { Type } from 'typebox'
import type { Tx } from '../database/connection.ts'
import { forgetSecrets, loadSecrets, type SecretOwner, storeSecret } from '../database/secrets.ts'
import { recordEvent } from './audit/record-event.ts'
import { type SecretChange, secretChanges } from './audit/secret-changes.ts'
import type { Change } from './standard-routes.ts'

/** A field that holds a secret: one that is not sent, or sent back as a GET shows it, stays. */
export const SecretField = () =>
  Type.Optional(
    Type.Object(
      { HasValue: Type.Optional(Type.Boolean()), NewValue: Type.Optional(Type.String({ maxLength: 1_000_000 })) },
      { default: {} },
    ),
  )

/** What a GET shows of a secret. Source: API reference 1.3. */
export const shownSecret = (hasValue: boolean) => ({ HasValue: hasValue, Hint: null })

interface GivenSecret {
  readonly HasValue?: boolean
  readonly NewValue?: string
}

interface Kept<T> {
  /** The value with every secret replaced by what may be shown. */
  readonly value: T
  /** The secrets that were set, replaced or taken away. */
  readonly changes: readonly SecretChange[]
}

/**
 * Takes the secrets out of a document that a client sent. One sent back masked keeps what is stored; one that is no longer
 * mentioned is forgotten. A field is named by the `Id` of the innermost list entry around it and the way
 * from there, so that moving an entry does not lose its secret.
 */
export async function keepSecrets<T>(tx: Tx, owner: SecretOwner, given: T): Promise<Kept<T>> {
  const stored = await loadSecrets(tx, owner.ownerId)
  const fresh = new Map<string, string>()
  const value = replaceSecrets(given, (field, secret) => {
    if (secret.NewValue === undefined && secret.HasValue !== false) {
      const known = stored.get(field)
      if (known !== undefined) fresh.set(field, known)
    } else if (secret.NewValue) fresh.set(field, secret.NewValue)
    return shownSecret(fresh.has(field))
  })
  const changes = secretChanges(tx, owner.ownerId, stored, fresh)
  if (changes.length > 0) {
    await forgetSecrets(tx, owner.ownerId, [...fresh.keys()])
    for (const [field, secret] of fresh) {
      if (stored.get(field) !== secret) await storeSecret(tx, owner, field, secret)
    }
  }
  return { value, changes }
}

/**
 * Records that secrets of a stored document were changed. The document looks the same when only a secret of it is another one;
 * the change must be seen all the same.
 */
export async function recordSecretChanges(
  { tx, caller, spaceId, id, before }: Change,
  message: string,
  secrets: readonly SecretChange[],
): Promise<void> {
  if (secrets.length === 0 || !before) return
  await recordEvent(tx, caller, { category: 'Modified', message, spaceId, related: [id], details: { secrets } })
}

function replaceSecrets<T>(value: T, replace: (field: string, secret: GivenSecret) => unknown, path = ''): T {
  const under = (name: string) => (path === '' ? name : `${path}/${name}`)
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      replaceSecrets(item, replace, (item as { Id?: string } | null)?.Id || under(String(index))),
    ) as T
  }
  if (typeof value !== 'object' || value === null) return value
  if ('HasValue' in value || 'NewValue' in value) return replace(path, value as GivenSecret) as T
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replaceSecrets(inner, replace, under(name))]),
  ) as T
}
