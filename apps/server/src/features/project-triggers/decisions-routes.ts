import { sql } from 'kysely'
import { Type } from 'typebox'
import { countAhead } from '../../database/count-ahead.ts'
import { CollectionOf } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { collection, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Deps, route, spaceAddress } from '../context.ts'
import { requireVisible } from '../standard-routes.ts'
import { TriggerDecisionAnswer } from './decision-answer.ts'
import { projectTriggerResource as resource } from './resource.ts'

interface DecisionRow {
  id: number
  machine_id: string | null
  machine_name: string | null
  environment_id: string
  tenant_id: string
  category: string | null
  occurred_at: Date
  scheduled_for: Date | null
  state: keyof typeof STATES
  reason: { readonly code: string; readonly message: string }
  release_id: string | null
  deployment_id: string | null
  runbook_run_id: string | null
}

const STATES = {
  waiting: 'Waiting',
  deployed: 'Deployed',
  released: 'ReleaseCreated',
  run: 'RunbookStarted',
  'not-deployed': 'NotDeployed',
} as const

/** What a trigger made of each event of a machine or each of its times, and why: so that nobody wonders why nothing was deployed. */
export function triggerDecisionRoutes({ database }: Deps): AppRoute[] {
  return [
    route({
      scope: 'space',
      tags: [resource.tag],
      method: 'GET',
      path: '/projecttriggers/:id/decisions',
      summary: 'What a trigger made of the events of machines or of its times, and why; newest first',
      access: 'TriggerView',
      query: Type.Object(Paging),
      response: CollectionOf(TriggerDecisionAnswer),
      handler: async ({ space, caller, params, query }) => {
        const trigger = await requireVisible(database, resource, caller, space.id, params.id)
        const page = pageOf(query)
        const { rows } = await sql<DecisionRow>`
          select d.id, d.machine_id, m.name as machine_name, d.environment_id, d.tenant_id, e.category,
            coalesce(e.occurred_at, d.scheduled_for) as occurred_at, d.scheduled_for, d.state, d.reason, d.release_id, d.deployment_id, d.runbook_run_id
          from trigger_decision d left join machine_event e on e.id = d.machine_event_id left join machine m on m.id = d.machine_id
          where d.trigger_id = ${trigger.Id} order by d.id desc offset ${page.skip} limit ${page.take}`.execute(
          database,
        )
        const total = await countAhead(database, sql`from trigger_decision where trigger_id = ${trigger.Id}`, page)
        const address = `${spaceAddress(space.id)}/projecttriggers/${trigger.Id}/decisions`
        return collection('TriggerDecision', rows.map(presentDecision), total, page, address)
      },
    }),
  ]
}

/** Without an environment it is about the event or the time as such, and no place. */
const presentDecision = (row: DecisionRow) => ({
  Id: `TriggerDecisions-${row.id}`,
  MachineId: row.machine_id,
  MachineName: row.machine_name ?? row.machine_id,
  EnvironmentId: row.environment_id || null,
  TenantId: row.tenant_id || null,
  Category: row.category ?? 'ScheduledTime',
  Occurred: wireDate(row.occurred_at),
  ScheduledFor: wireDate(row.scheduled_for),
  State: STATES[row.state],
  Reason: row.reason.code,
  Message: row.reason.message,
  ReleaseId: row.release_id,
  DeploymentId: row.deployment_id,
  RunbookRunId: row.runbook_run_id,
})
