import { Ajv } from 'ajv'
import type { Tx } from '../../database/connection.ts'
import type { Caller } from '../context.ts'
import { bodyOf, createDocument } from '../standard-routes.ts'
import { machinePolicyResource } from './resource.ts'

/** Every field of a new policy with its default. */
function blankPolicy(name: string): Record<string, unknown> {
  const body = { Name: name }
  new Ajv({ useDefaults: true, strict: false }).validate(bodyOf(machinePolicyResource), body)
  return body
}

/** Adds the default machine policy of a new space; answers its id. */
export async function createDefaultMachinePolicy(tx: Tx, caller: Caller, spaceId: string): Promise<string> {
  const body = { ...blankPolicy('Default Machine Policy'), IsDefault: true }
  return (await createDocument(machinePolicyResource, tx, caller, spaceId, body)).Id
}

/** What a form for a new policy begins with. */
export const newPolicyTemplate = (): Record<string, unknown> => ({ ...blankPolicy(''), Id: null })
