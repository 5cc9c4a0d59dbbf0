import type { AccessScope, Permission } from '@flotilla/domain/access'
import { mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import type { Queryable } from '../database/connection.ts'
import type { DocumentKind } from '../database/documents.ts'
import { canonicalId } from '../database/ids.ts'
import type { Caller } from './context.ts'
import { KINDS } from './kinds.ts'

/** Kinds that bodies point to, the right that pointing to one needs, and what that right may be restricted to. */
const RIGHTS: Partial<Record<string, { permission: Permission; scope: (id: string) => Omit<AccessScope, 'spaceId'> }>> =
  {
    [KINDS.environment.table]: {
      permission: 'EnvironmentView',
      scope: (id) => ({ environmentId: id as NonNullable<AccessScope['environmentId']> }),
    },
    [KINDS.tenant.table]: {
      permission: 'TenantView',
      scope: (id) => ({ tenantId: id as NonNullable<AccessScope['tenantId']> }),
    },
    [KINDS.project.table]: {
      permission: 'ProjectView',
      scope: (id) => ({ projectId: id as NonNullable<AccessScope['projectId']> }),
    },
    [KINDS.lifecycle.table]: { permission: 'LifecycleView', scope: () => ({}) },
    [KINDS.account.table]: { permission: 'AccountView', scope: () => ({}) },
    [KINDS.proxy.table]: { permission: 'ProxyView', scope: () => ({}) },
    [KINDS.libraryVariableSet.table]: { permission: 'LibraryVariableSetView', scope: () => ({}) },
  }

/** A field of a body that points to documents of one kind. */
export interface Reference {
  /** For the sentence: `LifecycleId`, `Phases[0].OptionalDeploymentTargets`. */
  readonly field: string
  readonly kind: DocumentKind
  readonly ids: readonly string[]
  /** Rows of a project: its own only. */
  readonly projectId?: string
}

/**
 * Checks that everything pointed to exists in the space and may be used by the caller; one sentence per field.
 *
 * What the same field of the stored document `before` already points to is accepted, so that everything a GET gives may be
 * sent back after one of the things is gone. Ids of other spaces are unknown (reliability Z3, Z4, Z9).
 */
export async function checkReferences(
  db: Queryable,
  ask: { readonly caller: Caller; readonly spaceId: string; readonly before?: unknown },
  references: readonly Reference[],
): Promise<string[]> {
  const problems: string[] = []
  for (const { field, kind, ids, projectId } of references) {
    const known = textsUnder(ask.before, nameOf(field))
    const wanted = [...new Set(ids.map(canonicalId))].filter((id) => !known.has(id))
    if (wanted.length === 0) continue
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(kind.table)} where space_id = ${ask.spaceId} and id = any(${wanted})
      ${projectId === undefined ? sql`` : sql`and project_id = ${projectId}`}`.execute(db)
    const right = RIGHTS[kind.table]
    const usable = new Set(
      rows
        .map(({ id }) => id)
        .filter(
          (id) =>
            !right ||
            mayDo(ask.caller.grants, right.permission, {
              spaceId: ask.spaceId as NonNullable<AccessScope['spaceId']>,
              ...right.scope(id),
            }),
        ),
    )
    const missing = wanted.filter((id) => !usable.has(id))
    if (missing.length > 0) problems.push(`${field}: ${wordsOf(kind)} ${missing.join(', ')} was not found.`)
  }
  return problems
}

/** `Steps[0].Actions[1].Environments` is called `Environments`; `Properties[a.b]` is `a.b`, and `ProjectEnvironments[id]` too. */
const nameOf = (field: string): string =>
  /\.Properties\[(.+)\]$/.exec(field)?.[1] ??
  field
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .at(-1)!

/** Every text under fields of this name, anywhere in a value: an id that somebody wrote into another field is no reference. */
function textsUnder(value: unknown, wanted: string, found = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return found
  for (const [name, inner] of Object.entries(value)) {
    if (name === wanted) textsIn(inner, found)
    else textsUnder(inner, wanted, found)
  }
  return found
}

/** Every text anywhere in a value, names of fields included. */
export function textsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof value === 'string') found.add(value)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      found.add(name)
      textsIn(inner, found)
    }
  }
  return found
}

const wordsOf = (kind: DocumentKind): string => kind.table.replaceAll('_', ' ')
