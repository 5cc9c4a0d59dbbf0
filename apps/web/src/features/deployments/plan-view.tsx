import type { PlannedChild } from '@flotilla/api'
import { planDeployment } from '@flotilla/api'
import { Group, Paper, Title } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { Loaded } from '../../ui/page.tsx'
import { State, type Tone } from '../../ui/state.tsx'
import { MachineName } from './machine-name.tsx'
import './deploy.css'

type Choice = Parameters<typeof planDeployment>[2]

/** What a deployment of a suite would do to each child, with the reasons: the server's own plan, which the real run follows. */
export function PlanView({ releaseId, choice }: { readonly releaseId: string; readonly choice: Choice }) {
  const plan = useRead(['plan', releaseId, choice], (client) => planDeployment(client, releaseId, choice), {
    keepsOld: true,
  })
  return (
    <section aria-labelledby="plan" aria-busy={plan.isFetching}>
      <Group justify="space-between" mb="xs">
        <Title order={2} id="plan">
          The plan
        </Title>
        <span className="faint" role="status">
          {plan.data && summaryOf(worthTelling(plan.data.Children))}
        </span>
      </Group>
      <Loaded of={plan}>{({ Children }) => <PlannedChildren all={Children} />}</Loaded>
    </section>
  )
}

/** What becomes of each child, with the reasons. */
export function PlannedChildren({ all }: { readonly all: readonly PlannedChild[] }) {
  return (
    <Paper withBorder>
      {worthTelling(all).map((child) => (
        <Child key={child.ActionId} child={child} />
      ))}
    </Paper>
  )
}

/** A step that only finds out, or does not run, tells nothing that the step which deploys the project does not tell too. */
function worthTelling(all: readonly PlannedChild[]): readonly PlannedChild[] {
  const isIdle = ({ IsWhatIf, Outcome }: PlannedChild) => IsWhatIf || Outcome === 'not-run'
  const told = new Set(all.filter((child) => !isIdle(child)).map(({ ProjectName }) => ProjectName))
  return all.filter((child) => !isIdle(child) || !told.has(child.ProjectName))
}

const OUTCOMES: Readonly<Record<PlannedChild['Outcome'], { readonly tone: Tone; readonly word: string }>> = {
  deploy: { tone: 'good', word: 'Deploys' },
  skip: { tone: 'skipped', word: 'Skipped' },
  warn: { tone: 'warn', word: 'Skipped with a warning' },
  fail: { tone: 'bad', word: 'Fails' },
  'not-run': { tone: 'none', word: 'Does not run' },
}

function summaryOf(all: readonly PlannedChild[]): string {
  const deploying = all.filter(({ Outcome }) => Outcome === 'deploy').length
  const failing = all.filter(({ Outcome }) => Outcome === 'fail').length
  const deploy = `${deploying} of ${all.length} ${all.length === 1 ? 'component deploys' : 'components deploy'}`
  return failing > 0 ? `${deploy}, ${failing} would fail` : deploy
}

function Child({ child }: { readonly child: PlannedChild }) {
  const { tone, word } = OUTCOMES[child.Outcome]
  const { Scope, Kept, Dropped } = child.Machines
  return (
    <div className="plan-child">
      <div className="plan-head">
        <span className="project">{child.ProjectName}</span>
        <State tone={tone} word={word} />
        <span className="mono">{child.ReleaseVersion}</span>
        {child.Outcome === 'deploy' && Scope === 'all' && <span className="faint">to all its targets</span>}
      </div>
      {child.Outcome === 'deploy' && (Scope === 'only' || Dropped.length > 0) && (
        <div>
          {Kept.map(({ Id, Name }) => (
            <MachineName key={Id} name={Name} />
          ))}
          {Dropped.map(({ Id, Name, Reason }) => (
            <MachineName key={Id} name={Name} isDropped why={Reason} />
          ))}
        </div>
      )}
      <details className="reasons">
        <summary>{child.Reason}</summary>
        <ol>
          {child.Reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ol>
      </details>
    </div>
  )
}
