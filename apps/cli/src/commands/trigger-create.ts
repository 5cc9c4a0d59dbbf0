import { type Client, createTrigger, type Project, type Trigger } from '@flotilla/api'
import { type Command, Option } from 'commander'
import { showTrigger } from '../describe-trigger.ts'
import { parseDuration } from '../durations.ts'
import { UsageError } from '../failures.ts'
import { idsOf, requireChannel, requireEnvironment, requireProject, requireTenant } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { parseVariable } from '../prompted-values.ts'

interface Common {
  readonly project: string
  readonly description?: string
}

interface TargetOptions extends Common {
  readonly event?: readonly string[]
  readonly environment?: readonly string[]
  readonly role?: readonly string[]
  readonly redeploy?: boolean
  readonly onlyMissing?: boolean
}

export interface ScheduleOptions extends Common {
  readonly cron?: string
  readonly daily?: string
  readonly every?: string
  readonly between?: string
  readonly day?: readonly string[]
  readonly timezone: string
  readonly to?: string
  readonly from?: readonly string[]
  readonly newRelease?: boolean
  readonly channel?: string
  readonly tenant?: readonly string[]
  readonly tenantTag?: readonly string[]
  readonly variable?: readonly string[]
  readonly onlyIfNew?: boolean
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const AVAILABLE = 'MachineAvailableForDeployment'

export function addTriggerCreateCommands(trigger: Command): void {
  const create = trigger.command('create').description('create a trigger, for targets or for times')
  const ofKind = (kind: string, does: string) =>
    create
      .command(kind)
      .description(does)
      .argument('<name>', 'name of the new trigger')
      .requiredOption('-p, --project <project>', 'name or id of the project')
      .option('--description <text>', 'what it is for')
  onServer(
    ofKind('target', 'deploy to targets when something happens to them, such as that they appear')
      .option('--event <name>', `group or category of events; may be repeated (${AVAILABLE})`, collect)
      .option('-e, --environment <environment>', 'only in this environment; may be repeated', collect)
      .option('--role <role>', 'only targets with this role; may be repeated', collect)
      .option('--redeploy', 'also when the target has the release already')
      .option('--only-missing', "only what the target lacks, as 'flotilla converge' does"),
    {
      details: [
        'It deploys what the environment runs: the release of the last deployment there that succeeded. Events are groups (Machine, MachineAvailableForDeployment, MachineHealthChanged, …) or categories (MachineAdded, MachineHealthy, …).',
      ],
      examples: [
        'flotilla trigger create target "New machines" --project Suite --environment Staging --role App-WebApi',
        'flotilla trigger create target Rebuilt -p "Release Orchestration" -e Production --only-missing',
        'flotilla trigger create target Any -p Suite --event MachineAdded --event MachineHealthy --redeploy',
      ],
    },
    createForTargets,
  )
  onServer(
    ofKind('schedule', 'deploy at certain times')
      .option('--cron <expression>', "cron with seconds first, like '0 30 6 * * 1-5'")
      .option('--daily <time>', "every day at a time, like '06:30'")
      .option('--every <duration>', "again and again, like '30m' or '2h'")
      .option('--between <time-time>', "with --every: only then, like '08:00-18:00' (00:00-23:59)")
      .addOption(new Option('--day <day...>', 'with --daily or --every: only on these days').choices(DAYS))
      .option('--timezone <zone>', "time zone, like 'Europe/Berlin'", 'UTC')
      .option('--to <environment>', 'environment to deploy to; without it a release is created and not deployed')
      .option('--from <environment>', 'the latest release that succeeded there; may be repeated', collect)
      .option('--new-release', 'create a release, and deploy that')
      .option('--channel <channel>', 'only releases of this channel')
      .option('--tenant <tenant>', 'for this tenant; may be repeated', collect)
      .option('--tenant-tag <Set/Tag>', 'for tenants with this tag; may be repeated', collect)
      .option('--variable <Name=Value>', 'value of a prompted variable; may be repeated', collect)
      .option('--only-if-new', 'not when the environment has the release already'),
    {
      details: ['Without --from and --new-release it deploys the newest release that may go there.'],
      examples: [
        'flotilla trigger create schedule Nightly --project Suite --daily 02:00 --from Staging --to Acceptance',
        'flotilla trigger create schedule Often -p "Web API" --every 30m --between 08:00-18:00 --day Monday Friday --to Test --only-if-new',
        'flotilla trigger create schedule Weekly -p "Web API" --cron "0 0 6 * * 1" --timezone Europe/Berlin --new-release --to Test',
      ],
    },
    createForTimes,
  )
}

async function createForTargets({ client }: Context, options: TargetOptions, name: string): Promise<Output> {
  const project = await requireProject(client, options.project)
  const events = options.event ?? [AVAILABLE]
  // Categories name one thing that happens; groups are told apart by the server's list of them.
  const groups = new Set((await client.get<readonly { Id: string }[]>('~/events/groups')).map(({ Id }) => Id))
  return create(client, project, options, {
    Name: name,
    Filter: {
      FilterType: 'MachineFilter',
      EnvironmentIds: (await idsOf(client, options.environment, requireEnvironment)) ?? [],
      Roles: options.role ?? [],
      EventGroups: events.filter((event) => groups.has(event)),
      EventCategories: events.filter((event) => !groups.has(event)),
    },
    Action: {
      ActionType: 'AutoDeploy',
      ShouldRedeployWhenMachineHasBeenDeployedTo: options.redeploy ?? false,
      ShouldDeployOnlyMissing: options.onlyMissing ?? false,
    },
  })
}

async function createForTimes({ client }: Context, options: ScheduleOptions, name: string): Promise<Output> {
  const Filter = filterOf(options)
  const project = await requireProject(client, options.project)
  return create(client, project, options, { Name: name, Filter, Action: await actionOf(client, project, options) })
}

const create = async (
  client: Client,
  project: Project,
  { description = '' }: Common,
  trigger: Pick<Trigger, 'Name' | 'Filter' | 'Action'>,
): Promise<Output> =>
  showTrigger(
    client,
    project,
    await createTrigger(client, { ...trigger, ProjectId: project.Id, Description: description }),
  )

/** The times that were typed, as the wire has them. Errors: `UsageError` unless there is exactly one way of times. */
export function filterOf({ cron, daily, every, between, day, timezone }: ScheduleOptions): Trigger['Filter'] {
  if ([cron, daily, every].filter((way) => way !== undefined).length !== 1) {
    throw new UsageError('It needs times.', 'Give one of --cron, --daily and --every.')
  }
  if (between !== undefined && every === undefined) throw new UsageError('--between goes with --every only.')
  const Timezone = timezone
  if (cron !== undefined) {
    if (day) throw new UsageError('--cron says its days itself.', 'Leave out --day.')
    return { FilterType: 'CronExpressionSchedule', CronExpression: cron, Timezone }
  }
  const DaysOfWeek = day ?? DAYS
  if (daily !== undefined) return { FilterType: 'OnceDailySchedule', StartTime: clockOf(daily), DaysOfWeek, Timezone }
  const minutes = parseDuration(every!) / 60_000
  if (minutes < 1 || !Number.isInteger(minutes)) {
    throw new UsageError(`--every '${every}' is no whole number of minutes.`, "Write it like '30m' or '2h'.")
  }
  const [from = '', until = ''] = (between ?? '00:00-23:59').split('-').map(clockOf)
  const interval =
    minutes % 60 === 0
      ? { Interval: 'OnceHourly', HourInterval: minutes / 60 }
      : { Interval: 'OnceEveryMinute', MinuteInterval: minutes }
  return { FilterType: 'ContinuousDailySchedule', RunAfter: from, RunUntil: until, ...interval, DaysOfWeek, Timezone }
}

function clockOf(text: string): string {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) {
    throw new UsageError(`'${text}' is not a time of day.`, "Write it like '06:30'.")
  }
  return `${hour.padStart(2, '0')}:${minute}`
}

async function actionOf(client: Client, project: Project, options: ScheduleOptions): Promise<Trigger['Action']> {
  const ChannelId = options.channel ? (await requireChannel(client, project, options.channel)).Id : null
  if (options.to === undefined) {
    if (options.from || !options.newRelease) {
      throw new UsageError(
        'It needs an environment to deploy to.',
        'Add --to NAME, or --new-release to only create releases.',
      )
    }
    return { ActionType: 'CreateRelease', ChannelId }
  }
  if (options.from && options.newRelease) throw new UsageError('--from and --new-release exclude each other.')
  const to = await requireEnvironment(client, options.to)
  const release = {
    ChannelId,
    TenantIds: (await idsOf(client, options.tenant, requireTenant)) ?? [],
    TenantTags: options.tenantTag ?? [],
    Variables: options.variable ? JSON.stringify(Object.fromEntries(options.variable.map(pairOf))) : null,
  }
  if (options.newRelease) return { ActionType: 'DeployNewRelease', EnvironmentId: to.Id, ...release }
  const again = { ShouldRedeployWhenReleaseIsCurrent: !options.onlyIfNew, ...release }
  if (!options.from) return { ActionType: 'DeployLatestReleaseToEnvironment', EnvironmentId: to.Id, ...again }
  const SourceEnvironmentIds = await idsOf(client, options.from, requireEnvironment)
  return { ActionType: 'DeployLatestRelease', SourceEnvironmentIds, DestinationEnvironmentId: to.Id, ...again }
}

const pairOf = (text: string): readonly [string, string] => {
  const { name, value } = parseVariable(text)
  return [name, value]
}
