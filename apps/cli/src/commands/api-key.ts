import { type ApiKey, createApiKey, deleteApiKey, listApiKeys, loadUser } from '@flotilla/api'
import type { Command } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { parseDuration } from '../durations.ts'
import { UsageError } from '../failures.ts'
import { type ListOptions, tableOf, timeOf, withLimit } from '../listing.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface OfUser {
  readonly user: string
}

export function addApiKeyCommands(program: Command): void {
  const apiKey = program.command('api-key').description('create and revoke API keys')
  const ofUser = (verb: string, does: string) =>
    apiKey.command(verb).description(does).option('--user <user>', 'user name or id of the owner', 'me')
  onServer(
    withLimit(ofUser('list', 'list API keys; the keys themselves are never shown again')),
    { examples: ['flotilla api-key list', 'flotilla api-key list --user build-server --output json'] },
    listCommand,
  )
  onServer(
    ofUser('create', 'create an API key, which is shown this once')
      .requiredOption('--purpose <text>', 'what it is for')
      .option('--expires <time>', "when it ends: a date, or a time from now like '90d' (never)"),
    {
      details: [
        'It has all rights of its owner. Standard output holds the key and nothing else, so that it can be piped to where it is kept.',
      ],
      examples: [
        'flotilla api-key create --purpose "Build server" --expires 90d --user build-server',
        'flotilla api-key create --purpose "Trying things" --expires 2030-01-31 --output json',
      ],
    },
    createCommand,
  )
  onServer(
    withConfirmation(ofUser('delete', 'revoke an API key').argument('<id>', 'id of the key, as the list shows it')),
    {
      examples: ['flotilla api-key delete apikeys-x1', 'flotilla api-key delete apikeys-x1 --user build-server --yes'],
    },
    deleteCommand,
  )
}

async function listCommand({ client }: Context, { user, limit }: OfUser & ListOptions): Promise<Output> {
  const { Id } = await loadUser(client, user)
  return tableOf(
    await listApiKeys(client, Id, limit),
    { empty: 'No API keys.' },
    {
      ID: (key) => key.Id,
      PURPOSE: ({ Purpose }) => Purpose,
      BEGINS: ({ ApiKey }) => `${ApiKey.Hint}…`,
      CREATED: ({ Created }) => timeOf(Created),
      EXPIRES: ({ Expires }) => timeOf(Expires) || 'never',
      'LAST USED': ({ LastUsed }) => timeOf(LastUsed) || 'never',
    },
  )
}

async function createCommand(
  { client, say }: Context,
  { user, purpose, expires }: OfUser & { readonly purpose: string; readonly expires?: string },
): Promise<Output> {
  const Expires = expires === undefined ? undefined : expiryOf(expires, Date.now())
  const owner = await loadUser(client, user)
  const created = await createApiKey(client, owner.Id, { Purpose: purpose, ...(Expires ? { Expires } : {}) })
  const until = created.Expires ? `until ${timeOf(created.Expires)}` : 'until it is revoked'
  say(`An API key of ${owner.Username} (${created.Id}), good ${until}. It is shown this once; keep it safe.`)
  return { kind: 'text', data: created, lines: [created.ApiKey] }
}

async function deleteCommand({ client }: Context, options: OfUser & ConfirmOptions, id: string): Promise<Output> {
  const owner = await loadUser(client, options.user)
  const keys = await listApiKeys(client, owner.Id)
  const key = keys.find((each) => each.Id.toLowerCase() === id.trim().toLowerCase())
  if (!key) throw new UsageError(`${owner.Username} has no API key '${id}'.`, hintOf(keys))
  await confirm(options, `the API key ${key.Id} (${key.Purpose}) of ${owner.Username}`)
  await deleteApiKey(client, owner.Id, key.Id)
  return { kind: 'text', data: key, lines: [`The API key ${key.Id} (${key.Purpose}) is good for nothing any more.`] }
}

const hintOf = (keys: readonly ApiKey[]): string =>
  keys.length === 0 ? 'There are none.' : `There are: ${keys.map(({ Id, Purpose }) => `${Id} (${Purpose})`).join(', ')}`

const DAY_MS = 86_400_000

/** The time on the wire of `2030-01-31`, of a whole date with time, or of `90d`, `12h` from now on. */
export function expiryOf(text: string, nowMs: number): string {
  const given = text.trim()
  const days = /^(\d+)d$/i.exec(given)?.[1]
  if (days) return new Date(nowMs + Number(days) * DAY_MS).toISOString()
  if (/^\d{4}-\d{2}-\d{2}/.test(given)) {
    const time = Date.parse(given)
    if (Number.isNaN(time)) throw new UsageError(`'${text}' is not a date.`, "Write it like '2030-01-31', or '90d'.")
    return new Date(time).toISOString()
  }
  return new Date(nowMs + parseDuration(given)).toISOString()
}
