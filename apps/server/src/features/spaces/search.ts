import type { SpaceId } from '@flotilla/domain'
import { mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { Answer, Links, OrNull } from '../../http/answers.ts'
import { accountResource } from '../accounts/resource.ts'
import { actionTemplateResource } from '../action-templates/resource.ts'
import { channelResource } from '../channels/resource.ts'
import type { Caller } from '../context.ts'
import { environmentResource } from '../environments/resource.ts'
import { feedResource } from '../feeds/resource.ts'
import { libraryVariableSetResource } from '../library-variable-sets/resource.ts'
import { lifecycleResource } from '../lifecycles/resource.ts'
import { machineResource } from '../machines/resource.ts'
import { projectGroupResource } from '../project-groups/resource.ts'
import { projectTriggerResource } from '../project-triggers/resource.ts'
import { projectResource } from '../projects/resource.ts'
import { proxyResource } from '../proxies/resource.ts'
import { runbookResource } from '../runbooks/resource.ts'
import type { Resource } from '../standard-routes.ts'
import { tenantResource } from '../tenants/resource.ts'
import { workerPoolResource } from '../worker-pools/resource.ts'
import { workerResource } from '../workers/resource.ts'

/** What is found by name, in the order in which equally good hits are told. */
const SEARCHED: readonly Resource[] = [
  projectResource,
  environmentResource,
  tenantResource,
  machineResource,
  lifecycleResource,
  libraryVariableSetResource,
  projectGroupResource,
  channelResource,
  runbookResource,
  projectTriggerResource,
  actionTemplateResource,
  accountResource,
  proxyResource,
  feedResource,
  workerPoolResource,
  workerResource,
]

/** A person looks at no more. */
const MOST_HITS = 100

export const SearchHit = Answer('SearchHit', {
  Id: Type.String(),
  Name: Type.String(),
  Type: Type.String(),
  Description: Type.String(),
  ProjectId: OrNull(Type.String()),
  Links: Links(),
})

interface Hit {
  readonly id: string
  readonly name: string
  readonly place: number
  readonly description: string | null
  readonly project_id: string | null
}

/**
 * Everything of a space that the caller may see and whose name contains the keyword, or that has it for an id: exact names
 * first, then names that begin with it. The names of one space are compared one by one: there are thousands, not millions.
 *
 * Source: API reference 5.1.
 */
export async function searchSpace(db: Queryable, caller: Caller, spaceId: string, keyword: string) {
  const wanted = keyword.trim().toLowerCase()
  if (wanted === '') return []
  const hits = SEARCHED.flatMap((resource, place) => {
    const { kind, permissions } = resource
    if (!resource.visible && !mayDo(caller.grants, permissions.view, { spaceId: spaceId as SpaceId })) return []
    return [
      sql`(select id, name, ${place}::int as place, document ->> 'Description' as description,
          document ->> 'ProjectId' as project_id
        from ${sql.table(kind.table)}
        where space_id = ${spaceId} and (position(${wanted} in lower(name)) > 0 or id = ${canonicalId(keyword.trim())})
          and ${resource.visible?.(caller, spaceId) ?? sql`true`}
        order by lower(name) <> ${wanted}, position(${wanted} in lower(name)), lower(name) limit ${MOST_HITS})`,
    ]
  })
  if (hits.length === 0) return []
  const { rows } = await sql<Hit>`
    select * from (${sql.join(hits, sql` union all `)}) hit
    order by lower(name) <> ${wanted}, position(${wanted} in lower(name)) <> 1, place, lower(name), id
    limit ${MOST_HITS}`.execute(db)
  return rows.map(({ id, name, place, description, project_id }) => {
    const { kind } = SEARCHED[place]!
    return {
      Id: id,
      Name: name,
      Type: kind.itemType,
      Description: description ?? '',
      ProjectId: project_id,
      Links: { Self: `/api/${spaceId}/${kind.route}/${id}` },
    }
  })
}
