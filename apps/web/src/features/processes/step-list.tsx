import { Paper, UnstyledButton } from '@mantine/core'
import { State } from '../../ui/state.tsx'
import { isChildProject, type ProcessStep } from './process.ts'

/** The steps of a process in their order, one of them chosen; those that the server did not take are marked. */
export function StepList({
  steps,
  chosen,
  isRefused,
  onChoose,
}: {
  readonly steps: readonly ProcessStep[]
  readonly chosen: number
  readonly isRefused: (at: number) => boolean
  readonly onChoose: (at: number) => void
}) {
  return (
    <Paper withBorder component="ol" className="steps" aria-label="Steps">
      {steps.map((step, index) => (
        <li key={step.Id}>
          <UnstyledButton
            className="step"
            onClick={() => onChoose(index)}
            aria-current={index === chosen ? 'step' : undefined}
          >
            <strong>
              {index + 1}. {step.Name}
            </strong>
            <span className="faint small">{summaryOf(step)}</span>
            {isRefused(index) && <State tone="bad" word="Something is wrong here" size={15} />}
          </UnstyledButton>
        </li>
      ))}
    </Paper>
  )
}

/** What a step is, under its name. */
function summaryOf({ Actions, Properties }: ProcessStep): string {
  const roles = Properties['Octopus.Action.TargetRoles']
  const types = Actions.map((action) => {
    const { ActionType, Properties: own } = action
    if (isChildProject(action)) {
      const isPlan = /^(yes|true)$/i.test(String(own['ChildProject.WhatIf.Value']))
      return `${isPlan ? 'plans' : 'deploys'} ${String(own['ChildProject.Project.Name']) || 'a project'}`
    }
    if (ActionType === 'Octopus.TentaclePackage')
      return `deploys ${action.Packages.find(({ Name }) => Name === '')?.PackageId || 'a package'}`
    return ActionType === 'Octopus.Manual' ? 'asks people' : ActionType === 'Octopus.Script' ? 'script' : ActionType
  })
  const where = typeof roles === 'string' && roles !== '' ? ` on ${roles.replaceAll(',', ', ')}` : ''
  return `${[...new Set(types)].join(', ')}${where}${Actions.every(({ IsDisabled }) => IsDisabled) ? ' (disabled)' : ''}`
}
