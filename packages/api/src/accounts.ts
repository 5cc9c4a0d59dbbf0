import type { Client } from './client.ts'
import { listItems } from './pages.ts'
import type { Body, Schema } from './typed.ts'

/** Credentials that targets and variables point to; their secrets are never told. */
export type Account = Schema<'Account'>
export type NewAccount = Body<'createAccount'>

export const listAccounts = (client: Client): Promise<readonly Account[]> => listItems(client, '~/accounts')

export const createAccount = (client: Client, account: NewAccount): Promise<Account> =>
  client.post('~/accounts', account)

/** Changes what `change` names; the rest stays, secrets among it. */
export const replaceAccount = (client: Client, before: Account, change: NewAccount): Promise<Account> =>
  client.put(`~/accounts/${before.Id}`, { ...before, ...change })

export const deleteAccount = (client: Client, id: string): Promise<unknown> => client.delete(`~/accounts/${id}`)
