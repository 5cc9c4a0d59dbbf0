import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { forgetSecrets } from '../../database/secrets.ts'
import { OneOf, TemplateParameters, Text } from '../fields.ts'
import { explainUsers } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import type { Resource } from '../standard-routes.ts'
import { settleTemplates } from '../templates.ts'
import { forgetAnswersTo } from '../tenants/tenant-answers.ts'
import { createVariableSet, deleteVariableSet } from '../variables/live.ts'
import { variableSetIdOf } from '../versioned.ts'

/** Library variable sets (API reference 5.19, domain reference 5.8). */
export const libraryVariableSetResource: Resource = {
  kind: KINDS.libraryVariableSet,
  tag: 'Library variable sets',
  permissions: {
    view: 'LibraryVariableSetView',
    create: 'LibraryVariableSetCreate',
    edit: 'LibraryVariableSetEdit',
    delete: 'LibraryVariableSetDelete',
  },
  fields: {
    Description: Text(),
    ContentType: OneOf(['Variables', 'ScriptModule']),
    Templates: TemplateParameters(),
  },
  added: { VariableSetId: Type.String(), Version: Type.Integer() },
  query: { contentType: Type.Optional(Type.String()) },
  filter: ({ contentType }) =>
    contentType ? { where: sql<boolean>`lower(document ->> 'ContentType') = lower(${contentType})` } : {},
  complete: async (change, body) => {
    const Templates = await settleTemplates(change, body)
    const before = (change.before?.Version as number | undefined) ?? 0
    const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(Templates)), change.before?.Templates)
    return { Templates, VariableSetId: variableSetIdOf(change.id), Version: isSame ? before : before + 1 }
  },
  afterCreate: async ({ tx, spaceId, id }) => {
    await createVariableSet(tx, { ownerId: id, spaceId })
  },
  inUse: (db, set) =>
    explainUsers(db, 'library variable set', set, [
      sql`select 'project' as what, id, name from project
        where space_id = ${set.SpaceId} and document -> 'IncludedLibraryVariableSetIds' ? ${set.Id}`,
    ]),
  afterDelete: async ({ tx, id }) => {
    await deleteVariableSet(tx, id)
    await forgetSecrets(tx, id)
    await forgetAnswersTo(tx, id)
  },
  links: (document, address) => ({
    Variables: `${address.slice(0, address.lastIndexOf('/libraryvariablesets/'))}/variables/${document.VariableSetId}`,
    Usages: `${address}/usages`,
  }),
}
