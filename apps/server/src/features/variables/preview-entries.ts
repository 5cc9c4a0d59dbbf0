import type { SpaceId } from '@flotilla/domain'
import { type AccessScope, mayDo } from '@flotilla/domain/access'
import type { Variable } from '@flotilla/domain/variables'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { withPointedThings } from '../accounts/pointed.ts'
import type { Caller, Space } from '../context.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { loadTemplateOwners } from '../tenants/variable-templates.ts'
import { variableSetIdOf } from '../versioned.ts'
import { findVariableSets } from './queries.ts'
import { loadVariableRights } from './rights.ts'
import type { VariableDocument } from './schema.ts'
import { loadTemplateValues } from './template-values.ts'
import { variablesOf } from './to-domain.ts'

/** The place that a preview asks for; what is left out matches no scope of its kind. */
export interface PreviewPlace {
  readonly project: Document
  readonly environment: Document | null
  readonly channel: Document | null
  readonly tenant: { readonly id: string; readonly name: string; readonly tags: readonly string[] } | null
  readonly machine: { readonly id: string; readonly name: string; readonly roles: readonly string[] } | null
  /** Where no machine is named: a role that it would have. */
  readonly roles: readonly string[]
  readonly step: { readonly actionId: string; readonly roles: readonly string[] } | null
  readonly runbookId: string | null
}

/** Where an entry comes from, and whether the caller may see it. */
export interface Origin {
  readonly kind: 'Project' | 'LibraryVariableSet' | 'Template' | 'Account' | 'System'
  readonly id: string
  readonly name: string
  readonly isSeen: boolean
  /** As it is stored, where it is an entry of a set. */
  readonly document?: VariableDocument
}

export interface PreviewEntry {
  readonly variable: Variable
  readonly origin: Origin
}

/** Everything that may give a project's variables their values in a place, as it is now. Secrets are not among it. */
export async function loadPreviewEntries(
  db: Queryable,
  caller: Caller,
  space: Space,
  place: PreviewPlace,
): Promise<readonly PreviewEntry[]> {
  const entries = [...(await entriesOfSets(db, caller, place)), ...(await entriesOfTemplates(db, caller, place))]
  return [...entries, ...(await entriesOfAccounts(db, caller, space, place, entries))]
}

async function entriesOfSets(
  db: Queryable,
  caller: Caller,
  { project }: PreviewPlace,
): Promise<readonly PreviewEntry[]> {
  const owners = await loadTemplateOwners(db, project)
  const sets = await findVariableSets(
    db,
    owners.map(({ id }) => variableSetIdOf(id)),
  )
  const entries: PreviewEntry[] = []
  for (const { id, name, source } of owners) {
    const set = sets.find(({ ownerId }) => ownerId === id)
    if (!set) continue
    const { maySee } = await loadVariableRights(db, caller, set)
    const kind = source === 'project' ? 'Project' : 'LibraryVariableSet'
    variablesOf(set, source, () => null).forEach((variable, index) => {
      const document = set.variables[index]!
      entries.push({ variable, origin: { kind, id, name, isSeen: maySee(document), document } })
    })
  }
  return entries
}

async function entriesOfTemplates(
  db: Queryable,
  caller: Caller,
  { project, environment, tenant }: PreviewPlace,
): Promise<readonly PreviewEntry[]> {
  const { variables } = await loadTemplateValues(db, project, {
    environmentId: environment?.Id ?? '',
    tenantId: tenant?.id ?? null,
  })
  const scope = {
    ...scopeOfProject(project),
    ...(environment ? { environmentId: environment.Id } : {}),
    ...(tenant ? { tenantId: tenant.id } : {}),
  } as AccessScope
  const isSeen = mayDo(caller.grants, 'VariableView', scope)
  return variables.map((variable) => {
    const id = typeof variable.source === 'object' ? variable.source.library : project.Id
    const name = id === project.Id ? project.Name : id
    return {
      variable: variable.isSensitive ? { ...variable, value: null } : variable,
      origin: { kind: 'Template', id, name, isSeen },
    }
  })
}

/** What accounts hold, for who may see accounts. */
async function entriesOfAccounts(
  db: Queryable,
  caller: Caller,
  space: Space,
  { environment, tenant }: PreviewPlace,
  entries: readonly PreviewEntry[],
): Promise<readonly PreviewEntry[]> {
  if (!environment || !mayDo(caller.grants, 'AccountView', { spaceId: space.id as SpaceId })) return []
  const variables = entries.map(({ variable }) => variable)
  const usePlace = { spaceId: space.id, environment: { id: environment.Id }, tenant }
  const all = await withPointedThings(db, variables, usePlace, true)
  return all.flatMap((variable): PreviewEntry[] => {
    if (!variable.partOf) return []
    const whole = entries.find((entry) => entry.variable.id === variable.partOf?.id)
    const id = whole?.variable.value ?? ''
    return [{ variable, origin: { kind: 'Account', id, name: id, isSeen: whole?.origin.isSeen ?? false } }]
  })
}
