import { type Client, listDocuments, listItems, type Named, type Project, type Trigger } from '@flotilla/api'
import { nameTable } from './listing.ts'
import type { Output } from './print.ts'

type NameOf = (id: string) => string

/** Names of all that filters and actions of a project's triggers point to. */
export async function loadTriggerNames(client: Client, project: Project): Promise<NameOf> {
  const [environments, channels, tenants] = await Promise.all([
    listDocuments(client, 'environments'),
    listItems<Named>(client, `~/projects/${project.Id}/channels`),
    listItems<Named>(client, '~/tenants', { projectId: project.Id }),
  ])
  return nameTable([...environments, ...channels, ...tenants])
}

const text = (value: string | number | null | undefined): string => String(value ?? '')
const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ')

/** When a trigger fires, in words. */
export function describeFilter(filter: Trigger['Filter'], nameOf: NameOf): string {
  const zone = filter.Timezone ? ` (${filter.Timezone})` : ''
  const days = filter.DaysOfWeek ?? []
  const when = days.length === 0 || days.length === 7 ? 'every day' : `on ${days.join(', ')}`
  switch (filter.FilterType) {
    case 'MachineFilter': {
      const events = [...(filter.EventGroups ?? []), ...(filter.EventCategories ?? [])]
      const places = (filter.EnvironmentIds ?? []).map(nameOf)
      const roles = filter.Roles ?? []
      return joined(
        `target event: ${events.join(' or ') || 'any'}`,
        places.length > 0 ? `in ${places.join(' or ')}` : '',
        roles.length > 0 ? `with role ${roles.join(' or ')}` : '',
      )
    }
    case 'CronExpressionSchedule':
      return `cron ${text(filter.CronExpression)}${zone}`
    case 'OnceDailySchedule':
      return `at ${clockOf(filter.StartTime)} ${when}${zone}`
    case 'ContinuousDailySchedule': {
      const isMinutes = filter.Interval === 'OnceEveryMinute'
      const every = isMinutes ? `${text(filter.MinuteInterval)} min` : `${text(filter.HourInterval)} h`
      return `every ${every} from ${clockOf(filter.RunAfter)} to ${clockOf(filter.RunUntil)} ${when}${zone}`
    }
    default:
      return filter.FilterType + zone
  }
}

const clockOf = (wire: string | null | undefined): string => /T?(\d\d:\d\d)/.exec(text(wire))?.[1] ?? text(wire)

/** What a trigger does when it fires, in words. */
export function describeAction(action: Trigger['Action'], nameOf: NameOf): string {
  const channel = action.ChannelId ? `channel ${nameOf(action.ChannelId)}` : ''
  const tenants = [...(action.TenantIds ?? []).map(nameOf), ...(action.TenantTags ?? [])]
  const who = tenants.length > 0 ? `for ${tenants.join(' and ')}` : ''
  const again = action.ShouldRedeployWhenReleaseIsCurrent === false ? 'not if it is there already' : ''
  switch (action.ActionType) {
    case 'AutoDeploy':
      return joined(
        'deploys the current release to the target',
        action.ShouldRedeployWhenMachineHasBeenDeployedTo ? 'also when it has it already' : '',
        action.ShouldDeployOnlyMissing ? 'only what it lacks' : '',
      )
    case 'DeployLatestRelease': {
      const from = (action.SourceEnvironmentIds ?? []).map(nameOf).join(' or ')
      return joined(
        `deploys the latest release of ${from} to ${nameOf(text(action.DestinationEnvironmentId))}`,
        channel,
        who,
        again,
      )
    }
    case 'DeployLatestReleaseToEnvironment':
      return joined(`deploys the latest release to ${nameOf(text(action.EnvironmentId))}`, channel, who, again)
    case 'DeployNewRelease':
      return joined(`creates a release and deploys it to ${nameOf(text(action.EnvironmentId))}`, channel, who)
    case 'CreateRelease':
      return joined('creates a release', channel)
    default:
      return action.ActionType
  }
}

export async function showTrigger(client: Client, project: Project, trigger: Trigger): Promise<Output> {
  const nameOf = await loadTriggerNames(client, project)
  return {
    kind: 'facts',
    data: trigger,
    facts: [
      ['Trigger', trigger.Name],
      ['Id', trigger.Id],
      ['Project', project.Name],
      ['Description', trigger.Description],
      ['State', trigger.IsDisabled ? 'disabled' : 'enabled'],
      ['When', describeFilter(trigger.Filter, nameOf)],
      ['Does', describeAction(trigger.Action, nameOf)],
    ],
    notes: [`What it decided: flotilla trigger decisions "${trigger.Name}" --project "${project.Name}"`],
  }
}
