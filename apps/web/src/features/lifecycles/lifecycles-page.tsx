import { type Lifecycle, listDocuments } from '@flotilla/api'
import { Group, Paper, Stack, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useRead } from '../../api/queries.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'

/** The ways that releases go, drawn as phases. */
export function LifecyclesPage() {
  const lifecycles = useRead(['lifecycles'], (client) => listDocuments(client, 'lifecycles'))
  return (
    <Page title="Lifecycles" about="The order of environments that a release must pass.">
      <Loaded of={lifecycles}>
        {(all) => (
          <Stack>
            {all.map((lifecycle) => (
              <Paper withBorder p="md" key={lifecycle.Id} component="article" aria-label={lifecycle.Name}>
                <Stack gap="xs">
                  <Title order={2}>{lifecycle.Name}</Title>
                  <div className="faint">
                    <Prose text={lifecycle.Description} />
                  </div>
                  <Phases lifecycle={lifecycle} />
                </Stack>
              </Paper>
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Phases({ lifecycle: { Phases: phases } }: { readonly lifecycle: Lifecycle }) {
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  const nameOf = (id: string) => environments.data?.find(({ Id }) => Id === id)?.Name ?? id
  if (phases.length === 0) return <span className="faint">Every environment, in their order.</span>
  return (
    <Group gap="xs" align="stretch">
      {phases.map((phase, index) => (
        <Fragment key={phase.Id}>
          {index > 0 && <IconArrowRight size={20} aria-label="then" style={{ alignSelf: 'center' }} />}
          <Paper withBorder px="md" py="xs">
            <strong>{phase.Name}</strong>
            {phase.IsOptionalPhase && <span className="faint"> (optional)</span>}
            <div className="faint small">
              {[...phase.AutomaticDeploymentTargets, ...phase.OptionalDeploymentTargets].map((id) => (
                <div key={id}>
                  {nameOf(id)}
                  {phase.AutomaticDeploymentTargets.includes(id) && ', by itself'}
                </div>
              ))}
            </div>
          </Paper>
        </Fragment>
      ))}
    </Group>
  )
}
