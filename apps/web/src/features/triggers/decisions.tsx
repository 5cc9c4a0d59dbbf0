import { listTriggerDecisions, type Schema, type Trigger, type TriggerDecision } from '@flotilla/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useDocuments, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { State, type Tone } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { EVENT_CATEGORIES } from './trigger-words.ts'

const STATES: Readonly<Record<TriggerDecision['State'], { readonly tone: Tone; readonly word: string }>> = {
  Waiting: { tone: 'waiting', word: 'Waits' },
  Deployed: { tone: 'good', word: 'Deployed' },
  ReleaseCreated: { tone: 'good', word: 'Release created' },
  RunbookStarted: { tone: 'good', word: 'Runbook started' },
  NotDeployed: { tone: 'skipped', word: 'Not deployed' },
}

const FEW = 5
const MANY = 100

/** What a trigger decided last, and why. `nameOf` names environments. */
export function Decisions({ trigger, nameOf }: { readonly trigger: Trigger; readonly nameOf: (id: string) => string }) {
  const [limit, setLimit] = useState(FEW)
  const decisions = useRead(
    ['trigger-decisions', trigger.Id, limit],
    (client) => listTriggerDecisions(client, trigger.Id, limit),
    { keepsOld: true },
  )
  return (
    <Loaded of={decisions} rows={2}>
      {(all) =>
        all.length === 0 ? (
          <span className="faint">It has decided nothing yet.</span>
        ) : (
          <>
            <Table label="Decisions" columns={['Decided', 'About', 'Where', 'Outcome', 'Because']}>
              {all.map((decision) => (
                <One key={decision.Id} decision={decision} nameOf={nameOf} />
              ))}
            </Table>
            {limit === FEW && all.length === FEW && (
              <Button size="compact-sm" variant="subtle" mr="auto" onClick={() => setLimit(MANY)}>
                Show earlier decisions
              </Button>
            )}
          </>
        )
      }
    </Loaded>
  )
}

function One({ decision, nameOf }: { readonly decision: TriggerDecision; readonly nameOf: (id: string) => string }) {
  const to = useTo()
  const { EnvironmentId, TenantId, DeploymentId, RunbookRunId } = decision
  const tenants = useDocuments('tenants', { isSkipped: TenantId === null })
  const tenant = TenantId && nameIn(tenants.data, TenantId)
  return (
    <tr>
      <td>
        <Time at={decision.Occurred} />
      </td>
      <td>
        {decision.MachineId ? (
          <>
            <Link to={to('targets', decision.MachineId)}>{decision.MachineName}</Link>{' '}
            {EVENT_CATEGORIES[decision.Category]}
          </>
        ) : (
          'a time of the schedule'
        )}
      </td>
      <td>
        {EnvironmentId ? nameOf(EnvironmentId) : <span className="faint">–</span>}
        {tenant && <span className="faint"> for {tenant}</span>}
      </td>
      <td>
        <State {...STATES[decision.State]} />
      </td>
      <td>
        {decision.Message ?? decision.Reason}{' '}
        {DeploymentId && <Link to={to('deployments', DeploymentId)}>See the deployment</Link>}
        {RunbookRunId && <RunLink id={RunbookRunId} />}
      </td>
    </tr>
  )
}

/** The page of a run is that of its task. */
function RunLink({ id }: { readonly id: string }) {
  const to = useTo()
  const run = useRead(['runbook-runs', id], (client) => client.get<Schema<'RunbookRun'>>(`~/runbookruns/${id}`))
  return run.data ? <Link to={to('tasks', run.data.TaskId)}>See the run</Link> : null
}
