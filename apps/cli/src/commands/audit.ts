import { type AuditEvent, type Difference, followEvents, listEvents, loadEvent, loadUser } from '@flotilla/api'
import type { Command } from 'commander'
import { type ListOptions, withLimit } from '../listing.ts'
import { idsOf, requireEnvironment, requireProject, requireTenant } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { harmlessLine } from '../terminal.ts'

interface ListFilter extends ListOptions {
  readonly project?: readonly string[]
  readonly environment?: readonly string[]
  readonly tenant?: readonly string[]
  readonly user?: readonly string[]
  readonly regarding?: readonly string[]
  readonly category?: readonly string[]
  readonly group?: readonly string[]
  readonly kind?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly changes?: boolean
  readonly follow?: boolean
}

/** How many events are shown before those that are followed. */
const BACKLOG = 10

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('who did what, when')
  onServer(
    withLimit(
      audit
        .command('list')
        .description('list audit events, newest first; or follow them as they happen')
        .option('-p, --project <project>', 'about this project; may be repeated', collect)
        .option('-e, --environment <environment>', 'about this environment; may be repeated', collect)
        .option('--tenant <tenant>', 'about this tenant; may be repeated', collect)
        .option('--regarding <id>', 'about the thing with this id; may be repeated: all of them', collect)
        .option('--user <user>', 'done by this user (name or id); may be repeated', collect)
        .option('--category <category>', "of this category, like 'DeploymentStarted'; may be repeated", collect)
        .option('--group <group>', "of this group of categories, like 'Deployment'; may be repeated", collect)
        .option('--kind <kind>', "about a thing of this kind, like 'Projects'; may be repeated", collect)
        .option('--from <time>', 'not before this time')
        .option('--to <time>', 'not after this time')
        .option('--changes', 'what was changed, field by field, before and after')
        .option('--follow', `the newest ${BACKLOG} (or --limit), then each as it happens, until Ctrl-C`),
    ),
    {
      details: [
        'It prints as it reads, so a list of any length can be cut off with head. With --output json each event is one line of JSON.',
      ],
      examples: [
        'flotilla audit list --project "Web API" --group Deployment --limit 20',
        'flotilla audit list --user alice --from 2026-03-01 --changes',
        'flotilla audit list --follow --output json',
      ],
    },
    listCommand,
  )
  onServer(
    audit
      .command('view')
      .description('show an audit event: who, from where, and what was before and after')
      .argument('<event>', 'id of the event'),
    { examples: ['flotilla audit view Events-310', 'flotilla audit view 310 --output json'] },
    viewCommand,
  )
}

async function listCommand({ client, catchInterrupt }: Context, options: ListFilter): Promise<Output> {
  const filter = {
    projects: await idsOf(client, options.project, requireProject),
    environments: await idsOf(client, options.environment, requireEnvironment),
    tenants: await idsOf(client, options.tenant, requireTenant),
    users: options.user && (await Promise.all(options.user.map((name) => loadUser(client, name)))).map(({ Id }) => Id),
    regarding: options.regarding,
    eventCategories: options.category,
    eventGroups: options.group,
    documentTypes: options.kind,
    from: options.from,
    to: options.to,
    excludeDifference: options.changes ? undefined : true,
  }
  const events = options.follow
    ? followEvents(client, filter, { backlog: options.limit ?? BACKLOG, signal: catchInterrupt() })
    : listEvents(client, filter, options.limit)
  return { kind: 'stream', items: linesOf(events, options.changes ?? false) }
}

async function* linesOf(events: AsyncIterable<AuditEvent>, withChanges: boolean) {
  for await (const event of events) {
    const { Id, Occurred, Username, Category, Message } = event
    const time = Occurred.slice(0, 19).replace('T', ' ')
    const line = `${time}  ${Id.padEnd(12)}  ${Category.padEnd(24)}  ${harmlessLine(Username).padEnd(14)}  ${harmlessLine(Message)}`
    const changes = withChanges ? describeChanges(event).map((change) => `\n    ${change}`) : []
    yield { data: event, line: line + changes.join('') }
  }
}

async function viewCommand({ client }: Context, _options: unknown, id: string): Promise<Output> {
  const event = await loadEvent(client, /^\d+$/.test(id) ? `Events-${id}` : id)
  return {
    kind: 'facts',
    data: event,
    facts: [
      ['Event', event.Id],
      ['Time', event.Occurred],
      ['Category', event.Category],
      ['What', event.Message],
      ['Who', event.Username + (event.IsService ? ' (a service)' : '')],
      ['Signed in by', event.IdentityEstablishedWith],
      ['From', [event.IpAddress, event.UserAgent].filter(Boolean).join(', ')],
      ['About', event.RelatedDocumentIds.join(', ')],
      ['Changes', describeChanges(event).join('\n')],
    ],
  }
}

/** Before and after, a line or two for each field. */
export function describeChanges({ ChangeDetails: { Differences, DocumentContext } }: AuditEvent): readonly string[] {
  if (Differences) return Differences.flatMap(describeDifference)
  if (!DocumentContext) return []
  // Created or deleted: the whole document is the change.
  return Object.entries(DocumentContext).map(([name, value]) => `${name}: ${textOf(value)}`)
}

function describeDifference({ op, path, old, value }: Difference): readonly string[] {
  const name = path.replace(/^\//, '')
  switch (op) {
    case 'add':
      return [`+ ${name}: ${textOf(value)}`]
    case 'remove':
      return [`- ${name}: ${textOf(old)}`]
    case 'replace':
      return [`- ${name}: ${textOf(old)}`, `+ ${name}: ${textOf(value)}`]
  }
}

const textOf = (value: unknown): string => harmlessLine(typeof value === 'string' ? value : JSON.stringify(value))
