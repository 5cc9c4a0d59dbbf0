import type { Tx } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { accountType } from '../accounts/account-types.ts'
import type { Caller } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { checkReferences } from '../references.ts'
import type { VariableSetRow } from './queries.ts'
import type { VariableDocument } from './schema.ts'

const isAccountType = (type: VariableDocument['Type']): boolean => type.endsWith('Account')

/** Whether the value of such a variable is an id. */
export const isPointer = (type: VariableDocument['Type']): boolean => isAccountType(type) || type === 'WorkerPool'

/**
 * Checks the accounts and worker pools that variables point to; one sentence per problem. A value with an expression in it is
 * judged when it is used. What the stored variables point to already is accepted.
 */
export async function checkPointers(
  tx: Tx,
  caller: Caller,
  set: VariableSetRow,
  variables: readonly VariableDocument[],
): Promise<string[]> {
  const pointers = variables.flatMap(({ Name, Type, Value }) =>
    isPointer(Type) && Value?.trim() && !Value.includes('#{')
      ? [{ at: `Variables[${Name}].Value`, type: Type, id: canonicalId(Value.trim()) }]
      : [],
  )
  // The text of an ordinary variable is no pointer, whatever it looks like.
  const before = set.variables.filter(({ Type }) => isPointer(Type))
  const missing = await checkReferences(
    tx,
    { caller, spaceId: set.spaceId, before },
    pointers.map(({ at, type, id }) => ({
      field: at,
      kind: isAccountType(type) ? KINDS.account : KINDS.workerPool,
      ids: [id],
    })),
  )
  if (missing.length > 0) return missing
  const problems: string[] = []
  for (const { at, type, id } of pointers.filter((pointer) => isAccountType(pointer.type))) {
    const account = await findDocument(tx, KINDS.account, id, { spaceId: set.spaceId })
    if (account && accountType(account.AccountType).variableType !== type) {
      problems.push(`${at}: the account ${account.Name} is of the type ${account.AccountType}, which is no ${type}.`)
    }
  }
  return problems
}
