import { effectivePhases, type NamedEnvironment, phaseEnvironments } from '@flotilla/domain/lifecycles'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Document, listDocuments } from '../../database/documents.ts'
import { MOST_ITEMS } from '../../http/paging.ts'
import { KINDS } from '../kinds.ts'
import { phasesOf } from '../lifecycles/to-domain.ts'

export interface ChannelFacts {
  readonly id: string
  readonly projectId: string
  /** The channel's own lifecycle, else the project's. */
  readonly lifecycleId: string
}

/** Which environments the lifecycles of a space reach, each in the order of the space. */
export async function loadLifecycleEnvironments(
  db: Queryable,
  spaceId: string,
  environments: readonly NamedEnvironment[],
): Promise<ReadonlyMap<string, readonly NamedEnvironment[]>> {
  const { items } = await listDocuments(db, KINDS.lifecycle, { spaceId }, { skip: 0, take: MOST_ITEMS })
  return new Map(
    items.map((lifecycle) => {
      const reached = new Set(effectivePhases(phasesOf(lifecycle), environments).flatMap(phaseEnvironments))
      return [lifecycle.Id, environments.filter(({ id }) => reached.has(id))]
    }),
  )
}

/** The channels of these projects with the lifecycle that each follows. */
export async function loadChannels(db: Queryable, projects: readonly Document[]): Promise<readonly ChannelFacts[]> {
  const lifecycles = new Map(projects.map((project) => [project.Id, project.LifecycleId as string]))
  const { rows } = await sql<{ id: string; project_id: string; lifecycle_id: string | null }>`
    select id, project_id, document ->> 'LifecycleId' as lifecycle_id from channel
    where project_id = any(${[...lifecycles.keys()]}::text[]) order by lower(name), id`.execute(db)
  return rows.map(({ id, project_id, lifecycle_id }) => ({
    id,
    projectId: project_id,
    lifecycleId: lifecycle_id || lifecycles.get(project_id)!,
  }))
}
