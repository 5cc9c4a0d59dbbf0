import type { Lifecycle } from '@flotilla/api'
import { Group, Paper } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useDocuments } from '../../api/queries.ts'
import { nameIn } from '../../ui/name-in.ts'

export type Phase = Lifecycle['Phases'][number]

/** The phases of a lifecycle, one after the other. */
export function Phases({ phases }: { readonly phases: readonly Phase[] }) {
  if (phases.length === 0) return <span className="faint">Every environment, in their order.</span>
  return (
    <Group gap="xs" align="stretch">
      {phases.map((phase, index) => (
        <Fragment key={phase.Id}>
          {index > 0 && <IconArrowRight size={20} aria-label="then" style={{ alignSelf: 'center' }} />}
          <OnePhase phase={phase} />
        </Fragment>
      ))}
    </Group>
  )
}

function OnePhase({ phase }: { readonly phase: Phase }) {
  const environments = useDocuments('environments')
  const nameOf = (id: string) => nameIn(environments.data, id)
  const { AutomaticDeploymentTargets: automatic, OptionalDeploymentTargets: byHand } = phase
  const all = [...automatic, ...byHand]
  const minimum = phase.MinimumEnvironmentsBeforePromotion
  return (
    <Paper withBorder px="md" py="xs">
      <strong>{phase.Name}</strong>
      {phase.IsOptionalPhase && <span className="faint"> (optional)</span>}
      <div className="faint small">
        {all.length === 0 && <div>every other environment</div>}
        {all.map((id) => (
          <div key={id}>
            {nameOf(id)}
            {automatic.includes(id) && ', automatically'}
          </div>
        ))}
        {all.length > 1 && <div>{minimum === 0 ? 'all must succeed' : `${minimum} must succeed`}</div>}
      </div>
    </Paper>
  )
}
