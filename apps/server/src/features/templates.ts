import { randomUUID } from 'node:crypto'
import { recordEvent } from './audit/record-event.ts'
import { keepSecrets } from './secret-fields.ts'
import type { Change } from './standard-routes.ts'

interface Template {
  readonly Id: string
  readonly Name: string
  readonly DefaultValue?: unknown
}

/** Variable templates of a project or library set, with ids and defaults; secret defaults are kept apart. */
export async function settleTemplates(
  change: Change,
  body: Readonly<Record<string, unknown>>,
): Promise<readonly unknown[]> {
  const given = (body.Templates ?? []) as readonly Template[]
  const templates = given.map((template) => ({ DefaultValue: '', ...template, Id: template.Id || randomUUID() }))
  const owner = { ownerId: change.id, spaceId: change.spaceId }
  const { value, changed } = await keepSecrets(change.tx, owner, { Templates: templates })
  // The document looks the same when only a secret in it is another one; the change must be seen all the same.
  if (changed && change.before) {
    await recordEvent(change.tx, change.caller, {
      category: 'Modified',
      message: `A secret default of ${change.before.Name} was changed`,
      spaceId: change.spaceId,
      related: [change.id],
    })
  }
  return value.Templates
}
