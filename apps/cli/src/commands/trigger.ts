import {
  changeTrigger,
  deleteTrigger,
  listByIds,
  listDocuments,
  listTriggerDecisions,
  listTriggers,
  type Named,
} from '@flotilla/api'
import type { Command } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { describeAction, describeFilter, loadTriggerNames, showTrigger } from '../describe-trigger.ts'
import { type ListOptions, nameTable, tableOf, timeOf, withLimit } from '../listing.ts'
import { requireProject, requireTrigger } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface OfProject {
  readonly project: string
}

/** Looking at triggers and switching them; `trigger-create.ts` makes them. */
export function addTriggerCommands(trigger: Command): void {
  const ofProject = (verb: string, does: string) =>
    trigger.command(verb).description(does).requiredOption('-p, --project <project>', 'name or id of the project')
  const named = (verb: string, does: string) => ofProject(verb, does).argument('<trigger>', 'name or id of the trigger')
  onServer(
    withLimit(ofProject('list', 'list the triggers of a project')),
    { examples: ['flotilla trigger list --project Suite', 'flotilla trigger list -p Suite --output json'] },
    listCommand,
  )
  onServer(
    named('view', 'show a trigger'),
    {
      examples: [
        'flotilla trigger view "New machines" --project Suite',
        'flotilla trigger view ProjectTriggers-2 -p Suite',
      ],
    },
    viewCommand,
  )
  for (const [verb, isDisabled] of [
    ['enable', false],
    ['disable', true],
  ] as const) {
    onServer(
      named(verb, isDisabled ? 'let a trigger rest' : 'let a trigger work again'),
      {
        examples: [
          `flotilla trigger ${verb} Nightly --project Suite`,
          `flotilla trigger ${verb} ProjectTriggers-2 -p Suite`,
        ],
      },
      async ({ client }: Context, options: OfProject, name: string) => {
        const project = await requireProject(client, options.project)
        const before = await requireTrigger(client, project, name)
        return showTrigger(client, project, await changeTrigger(client, before, { IsDisabled: isDisabled }))
      },
    )
  }
  onServer(
    withConfirmation(named('delete', 'delete a trigger')),
    { examples: ['flotilla trigger delete Nightly --project Suite', 'flotilla trigger delete Nightly -p Suite --yes'] },
    deleteCommand,
  )
  onServer(
    withLimit(named('decisions', 'what a trigger made of each event of a machine or each of its times, and why')),
    {
      examples: [
        'flotilla trigger decisions "New machines" --project Suite --limit 20',
        'flotilla trigger decisions Nightly -p Suite --output json',
      ],
    },
    decisionsCommand,
  )
}

async function listCommand({ client }: Context, options: OfProject & ListOptions): Promise<Output> {
  const project = await requireProject(client, options.project)
  const triggers = await listTriggers(client, project.Id, options.limit)
  const nameOf = await loadTriggerNames(client, project)
  return tableOf(
    triggers,
    { empty: `${project.Name} has no triggers.` },
    {
      TRIGGER: ({ Name }) => Name,
      ID: ({ Id }) => Id,
      STATE: ({ IsDisabled }) => (IsDisabled ? 'disabled' : ''),
      WHEN: ({ Filter }) => describeFilter(Filter, nameOf),
      DOES: ({ Action }) => describeAction(Action, nameOf),
    },
  )
}

async function viewCommand({ client }: Context, options: OfProject, name: string): Promise<Output> {
  const project = await requireProject(client, options.project)
  return showTrigger(client, project, await requireTrigger(client, project, name))
}

async function deleteCommand({ client }: Context, options: OfProject & ConfirmOptions, name: string): Promise<Output> {
  const project = await requireProject(client, options.project)
  const trigger = await requireTrigger(client, project, name)
  await confirm(options, `the trigger ${trigger.Name} of ${project.Name}`)
  await deleteTrigger(client, trigger.Id)
  return { kind: 'text', data: trigger, lines: [`The trigger ${trigger.Name} of ${project.Name} was deleted.`] }
}

async function decisionsCommand({ client }: Context, options: OfProject & ListOptions, name: string): Promise<Output> {
  const project = await requireProject(client, options.project)
  const trigger = await requireTrigger(client, project, name)
  const decisions = await listTriggerDecisions(client, trigger.Id, options.limit)
  const environmentOf = nameTable(await listDocuments(client, 'environments'))
  const tenants = decisions.flatMap(({ TenantId }) => TenantId ?? [])
  const tenantOf = nameTable(await listByIds<Named>(client, '~/tenants', tenants))
  return tableOf(
    decisions,
    { empty: `${trigger.Name} has had nothing to decide yet.` },
    {
      TIME: ({ Occurred }) => timeOf(Occurred),
      EVENT: ({ Category }) => Category,
      TARGET: ({ MachineName }) => MachineName,
      ENVIRONMENT: ({ EnvironmentId }) => environmentOf(EnvironmentId),
      TENANT: ({ TenantId }) => tenantOf(TenantId),
      DECISION: ({ State }) => State,
      DEPLOYMENT: ({ DeploymentId, RunbookRunId }) => DeploymentId ?? RunbookRunId,
      REASON: ({ Message }) => Message,
    },
  )
}
