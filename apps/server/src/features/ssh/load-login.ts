import { err, ok, type Result } from '@flotilla/kit'
import type { Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { loadSecrets } from '../../database/secrets.ts'
import type { Login } from '../../execution/index.ts'
import { KINDS } from '../kinds.ts'

/** The credentials of an account, or the rest of a sentence that says why nobody can sign in with it. */
export async function loadLogin(db: Queryable, accountId: string): Promise<Result<Login, string>> {
  const account = await findDocument(db, KINDS.account, accountId)
  if (!account) return err(`there is no account ${accountId || 'to sign in with'}`)
  const secrets = await loadSecrets(db, account.Id)
  const username = String(account.Username ?? '')
  const { Name: name, AccountType: type } = account
  if (type === 'UsernamePassword') {
    const password = secrets.get('Password')
    return password ? ok({ kind: 'password', username, password }) : err(`the account ${name} has no password`)
  }
  if (type !== 'SshKeyPair')
    return err(`the account ${name} is of the type ${type}, with which nobody signs in over SSH`)
  const file = secrets.get('PrivateKeyFile')
  if (!file) return err(`the account ${name} has no private key`)
  const passphrase = secrets.get('PrivateKeyPassphrase')
  return ok({ kind: 'key', username, privateKey: decodedKey(file), passphrase })
}

/** Clients send the file in base64; people paste it as it is. */
const decodedKey = (file: string): string =>
  file.includes('-----BEGIN') ? file : Buffer.from(file, 'base64').toString('utf8')
