import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { isTooShortToMask, SHORTEST_MASKED } from '@flotilla/domain/variables'
import type { Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { forgetSecrets, loadSecrets, storeSecret } from '../../database/secrets.ts'
import { badRequest, conflict, forbidden, notFound } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type SecretChange, secretChanges } from '../audit/secret-changes.ts'
import type { Caller } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { requireDocument } from '../standard-routes.ts'
import { isLibrarySetId } from '../versioned.ts'
import { checkPointers, isPointer } from './check-pointers.ts'
import { checkScopes, settleScope } from './check-scopes.ts'
import { lockVariableSet, updateVariableSet, type VariableSetRow } from './queries.ts'
import { loadVariableRights } from './rights.ts'
import type { GivenVariable, VariableDocument } from './schema.ts'

interface Settled {
  readonly document: VariableDocument
  /** The value of a sensitive variable: a new one, or undefined for the one that is stored. */
  readonly secret: string | undefined
}

/**
 * Replaces the variables of a live set. What the caller may not see stays as it is; a body that changes nothing writes
 * nothing. A sensitive variable that comes without a value keeps its secret. Answers what whoever saves should know, one
 * sentence each.
 *
 * Errors: 409 when `Version` is not that of the stored set; 403 when a variable is touched that the caller may not edit.
 */
export async function saveVariables(
  tx: Tx,
  caller: Caller,
  ownerId: string,
  body: { readonly Version: number; readonly Variables: readonly GivenVariable[] },
): Promise<readonly string[]> {
  const live = await lockVariableSet(tx, ownerId)
  if (!live) throw notFound('VariableSet', ownerId)
  const rights = await loadVariableRights(tx, caller, live)
  if (!rights.mayEditSet) throw forbidden('VariableEdit')
  if (body.Version !== live.version) {
    throw conflict(
      `Version: the variables were changed by somebody else; they have version ${live.version} now, not ${body.Version}. Read them again and repeat the change.`,
    )
  }
  const settled = await settle(tx, live, body.Variables)
  const hidden = live.variables.filter((variable) => !rights.maySee(variable))
  const shown = settled.map(({ document }) => document)
  const warnings = settled.flatMap(warningOf)
  const seen = { ...live, variables: live.variables.filter(rights.maySee) }
  const problems = [
    ...repeatedIds(shown, hidden),
    ...(await checkScopes(tx, caller, seen, shown)),
    ...(await checkPointers(tx, caller, seen, shown)),
  ]
  if (problems.length > 0) throw badRequest(...problems)
  const secrets = await keepSecretValues(tx, live, settled, hidden)
  const variables = [...shown, ...hidden]
  const touched = touchedVariables(
    live.variables,
    variables,
    secrets.map(({ field }) => field),
  )
  if (touched.some((variable) => !rights.mayEdit(variable))) throw forbidden('VariableEdit')
  if (touched.length === 0 && isDeepStrictEqual(variables, live.variables)) return warnings
  const owner = await requireDocument(
    tx,
    isLibrarySetId(ownerId) ? KINDS.libraryVariableSet : KINDS.project,
    ownerId,
    {},
  )
  await updateVariableSet(tx, live.id, variables)
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `The variables of ${owner.Name} were changed`,
    spaceId: live.spaceId,
    related: [live.id, ownerId],
    details: { before: live.variables, after: variables, secrets },
  })
  return warnings
}

async function settle(tx: Tx, live: VariableSetRow, given: readonly GivenVariable[]): Promise<Settled[]> {
  const known = new Map(live.variables.map((variable) => [variable.Id, variable]))
  const settled: Settled[] = []
  for (const variable of given) {
    const before = known.get(variable.Id)
    const IsSensitive = variable.IsSensitive === true || variable.Type === 'Sensitive'
    settled.push({
      document: {
        Id: variable.Id || randomUUID(),
        Name: variable.Name.trim(),
        Value: IsSensitive ? null : settleValue(variable),
        Description: variable.Description,
        Type: IsSensitive ? 'Sensitive' : variable.Type,
        IsSensitive,
        IsEditable: variable.IsEditable,
        Scope: await settleScope(tx, live.spaceId, variable.Scope),
        Prompt: variable.Prompt ?? null,
      },
      // A text that becomes a secret without being typed again is the text it had.
      secret: IsSensitive ? (variable.Value ?? (before?.IsSensitive ? undefined : (before?.Value ?? ''))) : undefined,
    })
  }
  return settled
}

/** Ids are compared without case, and stored as they are spelt, so that what points to a thing can be found. */
const settleValue = ({ Type, Value }: GivenVariable): string | null =>
  Value !== undefined && isPointer(Type) ? canonicalId(Value.trim()) : (Value ?? null)

/** Source: reliability reference M7. */
const warningOf = ({ document, secret = '' }: Settled): readonly string[] =>
  isTooShortToMask(secret)
    ? [
        `Variables[${document.Name}].Value: has fewer than ${SHORTEST_MASKED} characters, so it cannot be hidden in logs.`,
      ]
    : []

const repeatedIds = (shown: readonly VariableDocument[], hidden: readonly VariableDocument[]): string[] => {
  const seen = new Set(hidden.map(({ Id }) => Id))
  return shown.flatMap(({ Id, Name }) => {
    if (Name === '') return ['Variables.Name: must not be blank.']
    if (seen.has(Id)) return [`Variables[${Name}].Id: '${Id}' is the id of another variable.`]
    seen.add(Id)
    return []
  })
}

/** Stores new secrets and forgets those of variables that are gone; answers what that changes. */
async function keepSecretValues(
  tx: Tx,
  live: VariableSetRow,
  settled: readonly Settled[],
  hidden: readonly VariableDocument[],
): Promise<readonly SecretChange[]> {
  const stored = await loadSecrets(tx, live.id)
  const kept = new Map<string, string>()
  const keep = ({ Id, IsSensitive }: VariableDocument, secret = stored.get(Id)) => {
    if (IsSensitive && secret !== undefined) kept.set(Id, secret)
  }
  for (const { document, secret } of settled) keep(document, secret)
  for (const document of hidden) keep(document)
  for (const [id, secret] of kept) {
    if (stored.get(id) !== secret) await storeSecret(tx, { ownerId: live.id, spaceId: live.spaceId }, id, secret)
  }
  await forgetSecrets(tx, live.id, [...kept.keys()])
  return secretChanges(tx, live.id, stored, kept)
}

/** Every variable that was added, changed or removed, as it was and as it is. */
function touchedVariables(
  before: readonly VariableDocument[],
  after: readonly VariableDocument[],
  secretsChanged: readonly string[],
): readonly VariableDocument[] {
  const old = new Map(before.map((variable) => [variable.Id, variable]))
  const kept = new Set(after.map(({ Id }) => Id))
  return [
    ...before.filter(({ Id }) => !kept.has(Id)),
    ...after.flatMap((variable) => {
      const was = old.get(variable.Id)
      if (was && isDeepStrictEqual(was, variable) && !secretsChanged.includes(variable.Id)) return []
      return was ? [was, variable] : [variable]
    }),
  ]
}
