import { inTransaction } from '../../database/connection.ts'
import { loadSecrets } from '../../database/secrets.ts'
import { badRequest, HttpRefusal } from '../../http/errors.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { loadUsers } from '../in-use.ts'
import {
  answerOf,
  presentDocument,
  replaceDocument,
  requireEditable,
  requireVisible,
  reread,
  standardRoutes,
} from '../standard-routes.ts'
import { AccountUsagesAnswer } from './answers.ts'
import { publicKeyOf } from './public-key.ts'
import { accountResource, usersOfAccount } from './resource.ts'

const LARGEST_KEY_BYTES = 256 * 1024
const MOST_USERS = 1000

export const accountRoutes = (deps: Deps): AppRoute[] => [
  ...standardRoutes(deps, accountResource),
  route({
    method: 'GET',
    scope: 'space',
    tags: [accountResource.tag],
    access: 'AccountView',
    path: '/accounts/:id/pk',
    summary: 'The public half of the key of an account, as a line for authorized_keys; never the private one',
    response: 'text',
    handler: async ({ space, params, caller, reply }) => {
      const account = await requireVisible(deps.database, accountResource, caller, space.id, params.id)
      const file = (await loadSecrets(deps.database, account.Id)).get('PrivateKeyFile')
      const line = file === undefined ? undefined : publicKeyOf(file)
      if (line === undefined)
        throw new HttpRefusal(404, `Account ${account.Name} has no key whose public half can be told.`)
      reply.header('content-type', 'text/plain; charset=utf-8')
      return `${line}\n`
    },
  }),
  route({
    method: 'PUT',
    scope: 'space',
    tags: [accountResource.tag],
    access: 'AccountEdit',
    path: '/accounts/:id/pk',
    summary: 'Replace the private key of an account by a file',
    takesFile: true,
    response: answerOf(accountResource),
    handler: async ({ space, params, caller, raw }) => {
      const part = raw.isMultipart() ? await raw.file({ limits: { fileSize: LARGEST_KEY_BYTES, files: 1 } }) : undefined
      if (!part) throw badRequest('Send the key as the one file of a multipart/form-data request.')
      const file = (await part.toBuffer()).toString('base64')
      return inTransaction(deps.database, async (tx) => {
        const account = await requireEditable(tx, accountResource, caller, space.id, params.id)
        if (account.AccountType !== 'SshKeyPair')
          throw badRequest(`AccountType: an account of the type ${account.AccountType} has no key file.`)
        const wanted = { ...account, PrivateKeyFile: { HasValue: true, NewValue: file } }
        const replaced = await replaceDocument(accountResource, tx, caller, account, wanted)
        return presentDocument(accountResource, await reread(tx, accountResource.kind, replaced))
      })
    },
  }),
  route({
    method: 'GET',
    scope: 'space',
    tags: [accountResource.tag],
    access: 'AccountView',
    path: '/accounts/:id/usages',
    summary: 'Targets, workers and variables that use an account',
    response: AccountUsagesAnswer,
    handler: async ({ space, params, caller }) => {
      const account = await requireVisible(deps.database, accountResource, caller, space.id, params.id)
      const users = await loadUsers(deps.database, usersOfAccount(account), MOST_USERS)
      const are = (wanted: string) => users.filter(({ what }) => what === wanted)
      return {
        Targets: are('machine').map(({ id, name }) => ({ TargetId: id, TargetName: name })),
        Workers: are('worker').map(({ id, name }) => ({ WorkerId: id, WorkerName: name })),
        ProjectVariableSets: are('project').map(({ id, name }) => ({
          ProjectId: id,
          ProjectName: name,
          IsCurrentlyBeingUsedInProject: true,
          Releases: [],
        })),
        LibraryVariableSets: are('library variable set').map(({ id, name }) => ({
          LibraryVariableSetId: id,
          LibraryVariableSetName: name,
        })),
        Tenants: are('tenant').map(({ id, name }) => ({ TenantId: id, TenantName: name })),
        DeploymentProcesses: [],
        RunbookProcesses: [],
        RunbookSnapshots: [],
        Releases: [],
      }
    },
  }),
]
