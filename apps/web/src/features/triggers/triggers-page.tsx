import {
  changeTrigger,
  listDocuments,
  listTriggerDecisions,
  listTriggers,
  type Project,
  type Trigger,
} from '@flotilla/api'
import { Paper, Stack, Switch, Title } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { State, type Tone } from '../../ui/state.tsx'
import { Time } from '../../ui/time.tsx'
import { ProjectFrame } from '../projects/project-frame.tsx'

/** What deploys with nobody watching, and what each trigger decided last, with its reasons. */
export function TriggersPage() {
  return <ProjectFrame part="triggers">{(project) => <Triggers project={project} />}</ProjectFrame>
}

function Triggers({ project }: { readonly project: Project }) {
  const triggers = useRead(['triggers', project.Id], (client) => listTriggers(client, project.Id))
  return (
    <Loaded of={triggers}>
      {(all) =>
        all.length === 0 ? (
          <Empty icon={IconBolt} title="No triggers">
            A trigger deploys when a target becomes available, or at set times:{' '}
            <code>npx flotilla trigger create "{project.Name}" --help</code>
          </Empty>
        ) : (
          <Stack>
            {all.map((trigger) => (
              <One key={trigger.Id} trigger={trigger} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  )
}

function One({ trigger }: { readonly trigger: Trigger }) {
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  const switching = useChange((client, IsDisabled: boolean) => changeTrigger(client, trigger, { IsDisabled }))
  const nameOf = (id: string) => environments.data?.find(({ Id }) => Id === id)?.Name ?? id
  return (
    <Paper withBorder p="md" component="article" aria-label={trigger.Name}>
      <Stack gap="sm">
        <Switch
          label={<Title order={2}>{trigger.Name}</Title>}
          checked={!trigger.IsDisabled}
          onChange={({ currentTarget }) => switching.mutate(!currentTarget.checked)}
        />
        {switching.error && <Problem error={switching.error} />}
        <span className="faint">{describe(trigger, nameOf)}</span>
        <Decisions trigger={trigger} />
      </Stack>
    </Paper>
  )
}

/** When it acts and what it does, in a sentence. */
function describe({ Filter, Action }: Trigger, nameOf: (id: string) => string): string {
  const when =
    Filter.FilterType === 'MachineFilter'
      ? `When a target ${places(Filter.EnvironmentIds, nameOf)}${Filter.Roles?.length ? ` with ${Filter.Roles.join(' or ')}` : ''} changes (${[...(Filter.EventGroups ?? []), ...(Filter.EventCategories ?? [])].join(', ')})`
      : `On a schedule (${Filter.FilterType}${Filter.CronExpression ? `: ${Filter.CronExpression}` : ''}${Filter.Timezone ? `, ${Filter.Timezone}` : ''})`
  return `${when}: ${ACTIONS[Action.ActionType] ?? Action.ActionType}.`
}

const places = (ids: readonly string[] | null | undefined, nameOf: (id: string) => string): string =>
  ids?.length ? `in ${ids.map(nameOf).join(' or ')}` : 'anywhere'

const ACTIONS: Readonly<Record<string, string>> = {
  AutoDeploy: 'it gets the current release of its environment',
  DeployLatestRelease: 'deploy the latest successful release',
  DeployLatestReleaseToEnvironment: 'deploy the newest release',
  DeployNewRelease: 'create a release and deploy it',
  CreateRelease: 'create a release',
  RunRunbook: 'run a runbook',
}

const STATES: Readonly<Record<string, { readonly tone: Tone; readonly word: string }>> = {
  Waiting: { tone: 'waiting', word: 'Waits' },
  Deployed: { tone: 'good', word: 'Deployed' },
  ReleaseCreated: { tone: 'good', word: 'Release created' },
  NotDeployed: { tone: 'skipped', word: 'Not deployed' },
}

function Decisions({ trigger }: { readonly trigger: Trigger }) {
  const to = useTo()
  const decisions = useRead(['trigger-decisions', trigger.Id], (client) => listTriggerDecisions(client, trigger.Id, 5))
  return (
    <Loaded of={decisions} rows={2}>
      {(all) =>
        all.length === 0 ? (
          <span className="faint">It has decided nothing yet.</span>
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Decided</th>
                <th scope="col">About</th>
                <th scope="col">Outcome</th>
                <th scope="col">Because</th>
              </tr>
            </thead>
            <tbody>
              {all.map((decision) => (
                <tr key={decision.Id}>
                  <td>
                    <Time at={decision.Occurred} />
                  </td>
                  <td>{decision.MachineName ?? 'a time of the schedule'}</td>
                  <td>
                    <State {...(STATES[decision.State] ?? { tone: 'unknown', word: decision.State })} />
                  </td>
                  <td>
                    {decision.DeploymentId ? (
                      <Link to={to('deployments', decision.DeploymentId)}>{decision.DeploymentId}</Link>
                    ) : (
                      (decision.Message ?? decision.Reason)
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Loaded>
  )
}
