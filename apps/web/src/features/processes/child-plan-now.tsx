import { type Project, planDeployment, previewDeployment, type Release } from '@flotilla/api'
import { Stack, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { Loaded } from '../../ui/page.tsx'
import { PlannedChildren } from '../deployments/plan-view.tsx'
import { EnvironmentField } from '../environments/environments-field.tsx'
import type { ProcessAction, ProcessStep } from './process.ts'

const SETTLED_MS = 400

/** What a step that deploys a child project would do now, as it stands in the form, with the newest release of its suite. */
export function ChildPlanNow({
  project,
  steps,
  action,
}: {
  readonly project: Project
  readonly steps: readonly ProcessStep[]
  readonly action: ProcessAction
}) {
  const [environmentId, setEnvironmentId] = useState('')
  const newest = useRead(['releases', project.Id, 'newest'], async (client) => {
    const { Items } = await client.get<{ readonly Items: readonly Release[] }>(`~/projects/${project.Id}/releases`, {
      take: 1,
    })
    return Items[0] ?? null
  })
  return (
    <Stack component="section" gap="xs" aria-label="What it would do now">
      <Title order={3}>What it would do now</Title>
      <Loaded of={newest} rows={1}>
        {(release) =>
          release ? (
            <>
              <EnvironmentField
                aria-label="Environment of the plan"
                whenNone={`Choose where release ${release.Version} would go`}
                value={environmentId}
                onChange={setEnvironmentId}
                maw={420}
              />
              {environmentId && <Plan release={release} environmentId={environmentId} steps={steps} action={action} />}
            </>
          ) : (
            <p className="faint">It can be planned when {project.Name} has a release.</p>
          )
        }
      </Loaded>
    </Stack>
  )
}

function Plan({
  release,
  environmentId,
  steps,
  action,
}: {
  readonly release: Release
  readonly environmentId: string
  readonly steps: readonly ProcessStep[]
  readonly action: ProcessAction
}) {
  const [settled] = useDebouncedValue(steps, SETTLED_MS)
  const plan = useRead(
    ['plan', release.Id, environmentId, 'of', settled],
    async (client) => {
      const { Form } = await previewDeployment(client, release.Id, { EnvironmentId: environmentId })
      return planDeployment(client, release.Id, {
        EnvironmentId: environmentId,
        FormValues: Form.Values,
        Steps: [...settled],
      })
    },
    { keepsOld: true },
  )
  return (
    <div aria-busy={plan.isFetching}>
      <Loaded of={plan} rows={1}>
        {({ Children }) => {
          const planned = Children.filter(({ ActionName }) => ActionName === action.Name.trim())
          return planned.length === 0 ? (
            <p className="faint">It does not run there.</p>
          ) : (
            <PlannedChildren all={planned} />
          )
        }}
      </Loaded>
    </div>
  )
}
