import { type ChildPlan, explainDroppedMachine, explainReason, type StopPlan } from '@flotilla/domain/suites'
import { sql } from 'kysely'
import { openText, sealText } from '../database/keyring.ts'
import { actionDetailPlace } from '../database/sealed-columns.ts'
import { loadNames } from '../features/suites/load-names.ts'
import type { LogCategory } from '../features/tasks/log-entries.ts'
import { saying } from '../features/tasks/log-entries.ts'
import type { ActionResult, ActionRun } from './step-type.ts'

/** The plan of a step that deploys a child: the one that an earlier run of it told before it died, else one that is made and told now. */
export async function settlePlan(action: ActionRun, makePlan: () => Promise<ChildPlan>): Promise<ChildPlan> {
  const told = action.hadBegun ? await toldPlan(action) : undefined
  if (told) return told
  const plan = await makePlan()
  await tell(action, plan)
  return plan
}

/** How the step ends whose plan deploys nothing. `warn` is a real warning: the step goes on, and the deployment ends with warnings. */
export async function stopped({ deps }: ActionRun, plan: StopPlan): Promise<ActionResult> {
  if (plan.kind !== 'fail')
    return { outcome: plan.kind === 'skip' ? 'succeeded' : 'succeeded-with-warning', message: '' }
  return { outcome: 'failed', message: explainReason(plan.why, await loadNames(deps.database, [plan])) }
}

/** How the line is shown that says what came of the plan. */
const CATEGORIES: Readonly<Record<ChildPlan['kind'], LogCategory>> = {
  deploy: 'Info',
  skip: 'Highlight',
  warn: 'Warning',
  fail: 'Error',
}

/** Where the plan of an action is stored among the outcomes of its task. */
const planKey = (key: string): string => `plan:${key}`

/** What was told is what runs (reliability S1). */
async function toldPlan({ deps, run, key }: ActionRun): Promise<ChildPlan | undefined> {
  const row = await deps.database
    .selectFrom('task_action')
    .select('detail')
    .where('task_id', '=', run.task.id)
    .where('key', '=', planKey(key))
    .executeTakeFirst()
  if (!row) return undefined
  const place = actionDetailPlace(run.task.id, planKey(key))
  return (JSON.parse(await openText(deps.database, place, row.detail as unknown as string)) as { plan: ChildPlan }).plan
}

/** Says the plan in the log, sets the outputs and stores the plan, in one transaction. */
async function tell(action: ActionRun, plan: ChildPlan): Promise<void> {
  const { deps, run } = action
  const nameOf = await loadNames(deps.database, [plan])
  const at = new Date(deps.now())
  const machines = plan.machines
  const category = CATEGORIES[plan.kind]
  const lines: { category: LogCategory; text: string }[] = [
    ...plan.reasons.map((reason, index) => ({
      category: plan.kind !== 'deploy' && index === plan.reasons.length - 1 ? category : ('Info' as const),
      text: explainReason(reason, nameOf),
    })),
    ...(machines.scope === 'only'
      ? machines.kept.map(({ name }) => ({ category: 'Info' as const, text: `${name} will be deployed to.` }))
      : []),
    ...machines.dropped.map((machine) => ({ category: 'Info' as const, text: explainDroppedMachine(machine) })),
    ...(plan.kind === 'deploy'
      ? [
          {
            category: 'Highlight' as const,
            text: `${plan.isWhatIf ? 'Would deploy' : 'Deploying'} release ${plan.release.version} to ${nameOf(plan.environmentId)}.`,
          },
        ]
      : []),
  ]
  await run.log.within(async (tx) => {
    const told = lines.map((line, index) => ({
      ...line,
      text: run.mask(line.text),
      occurredAt: at,
      key: `${action.key}:plan:${index}`,
    }))
    // Sealed: the answers that the child is given may hold secrets.
    const detail = sealText(tx, actionDetailPlace(run.task.id, planKey(action.key)), JSON.stringify({ plan }))
    await Promise.all([
      run.log.writeIn(tx, saying(action.activityKey, told)),
      sql`insert into task_action (task_id, key, outcome, detail) values (${run.task.id}, ${planKey(action.key)}, ${plan.kind}, ${JSON.stringify(detail)}::jsonb)
          on conflict (task_id, key) do update set outcome = excluded.outcome, detail = excluded.detail`.execute(tx),
      ...Object.entries(plan.outputs).map(([name, value]) => action.setOutput(tx, name, value as string)),
    ])
  })
}
