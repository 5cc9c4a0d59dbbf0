import { SERVER_SCOPE_KINDS, USER_SCOPE_KINDS } from '@flotilla/domain/variables'
import type { Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import type { Caller } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { findProcesses } from '../processes/queries.ts'
import { checkReferences, textsIn } from '../references.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import { processIdOf } from '../versioned.ts'
import type { VariableSetRow } from './queries.ts'
import type { VariableDocument } from './schema.ts'

type Scope = VariableDocument['Scope']

const KNOWN: ReadonlyMap<string, string> = new Map(
  [...USER_SCOPE_KINDS, ...SERVER_SCOPE_KINDS].map((kind) => [kind.toLowerCase(), kind]),
)
const BY_ID = {
  Environment: KINDS.environment,
  Machine: KINDS.machine,
  Channel: KINDS.channel,
  Tenant: KINDS.tenant,
  Project: KINDS.project,
} as const

/** A scope as it is stored: kinds as they are spelt, without the empty lists that clients send for kinds they do not use. */
export async function settleScope(tx: Tx, spaceId: string, scope: Scope): Promise<Scope> {
  const settled = new Map<string, readonly string[]>()
  for (const [name, values] of Object.entries(scope)) {
    if (values.length === 0) continue
    const kind = KNOWN.get(name.toLowerCase()) ?? name
    const spelt = kind === 'TenantTag' ? await settleTags(tx, spaceId, values) : values.map(canonicalId)
    settled.set(kind, [...new Set([...(settled.get(kind) ?? []), ...spelt])])
  }
  return Object.fromEntries(settled)
}

/**
 * Checks where variables are scoped to; one sentence per problem. A kind that is not known, or a name that means nothing, is
 * refused: leaving it out would make the value apply everywhere.
 */
export async function checkScopes(
  tx: Tx,
  caller: Caller,
  set: VariableSetRow,
  variables: readonly VariableDocument[],
): Promise<string[]> {
  const before = set.variables.map(({ Scope }) => Scope)
  const isLibrary = !set.ownerId.startsWith('Projects-')
  const used = variables.flatMap((variable) =>
    Object.entries(variable.Scope).map(([kind, values]) => ({ variable, kind, values })),
  )
  const forbidden: readonly string[] = isLibrary ? ['Action', 'Channel', 'ProcessOwner'] : []
  const problems = used.flatMap(({ variable, kind, values }) => {
    const at = `Variables[${variable.Name}].Scope.${kind}`
    if (!KNOWN.has(kind.toLowerCase())) return [`${at}: there is no such scope.`]
    if ((SERVER_SCOPE_KINDS as readonly string[]).includes(kind)) return [`${at}: only the server sets this scope.`]
    if (forbidden.includes(kind)) return [`${at}: a variable of a library set cannot have this scope.`]
    return values.some((value) => value.trim() === '') ? [`${at}: must not be blank.`] : []
  })
  const gather = (kind: string) => used.filter((use) => use.kind === kind).flatMap(({ values }) => values)
  const references = Object.entries(BY_ID).map(([kind, documents]) => ({
    field: `Variables.Scope.${kind}`,
    kind: documents,
    ids: gather(kind),
    ...(kind === 'Channel' ? { projectId: set.ownerId } : {}),
  }))
  return [
    ...problems,
    ...(await checkReferences(
      tx,
      { caller, spaceId: set.spaceId, before },
      isLibrary ? references.filter(({ field }) => !field.endsWith('Channel')) : references,
    )),
    ...(await checkTags(
      { tx, spaceId: set.spaceId, before },
      { field: 'Variables.Scope.TenantTag', scope: 'Tenant', tags: gather('TenantTag') },
    )),
    ...(isLibrary ? [] : await checkOwn(tx, set, gather('Action'), gather('ProcessOwner'))),
  ]
}

/** Actions and processes of the project itself, and of its runbooks. */
async function checkOwn(
  tx: Tx,
  set: VariableSetRow,
  actions: readonly string[],
  owners: readonly string[],
): Promise<string[]> {
  if (actions.length + owners.length === 0) return []
  const runbooks = await tx.selectFrom('runbook').select('id').where('project_id', '=', set.ownerId).execute()
  const processOwners = [set.ownerId, ...runbooks.map(({ id }) => id)]
  const processes = await findProcesses(tx, processOwners.map(processIdOf))
  const known = new Set([
    ...textsIn(set.variables.map(({ Scope }) => [Scope.Action, Scope.ProcessOwner])),
    ...processes.flatMap(({ steps }) => steps.flatMap((step) => step.Actions.map(({ Id }) => Id))),
    ...processOwners.flatMap((id) => [id, processIdOf(id)]),
  ])
  return [
    ...actions.filter((id) => !known.has(id)).map((id) => `Variables.Scope.Action: the process has no action ${id}.`),
    ...owners.filter((id) => !known.has(id)).map((id) => `Variables.Scope.ProcessOwner: there is no process ${id}.`),
  ]
}
