import { loadVariableSet } from '@flotilla/api'
import { Button, Group, Menu, Paper, Stack, UnstyledButton } from '@mantine/core'
import { IconPlus, IconRoute, IconTerminal2, IconUserQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Empty } from '../../ui/empty.tsx'
import { MoveButtons } from '../../ui/move-buttons.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { NEW_STEPS, type Process, type ProcessStep } from './process.ts'
import { StepForm } from './step-form.tsx'
import './process.css'

/** The steps under an address of the space, to be looked at and changed. `variableSetId`: whose names scripts are offered. */
export function ProcessEditor({
  path,
  variableSetId,
  about,
}: {
  readonly path: string
  readonly variableSetId: string
  readonly about: string
}) {
  const process = useRead(['process', path], (client) => client.get<Process>(path))
  const variables = useRead(['variables', variableSetId], (client) => loadVariableSet(client, variableSetId))
  const names = [...new Set((variables.data?.Variables ?? []).map(({ Name }) => Name))]
  return (
    <Loaded of={process}>
      {(found) => <Editor path={path} stored={found} readAgain={process.refetch} variables={names} about={about} />}
    </Loaded>
  )
}

function Editor({
  path,
  stored,
  readAgain,
  variables,
  about,
}: {
  readonly path: string
  readonly stored: Process
  readonly readAgain: () => Promise<unknown>
  readonly variables: readonly string[]
  readonly about: string
}) {
  const [chosen, setChosen] = useState(0)
  /** Counts what was given up: the fields begin anew with what is stored. */
  const [round, setRound] = useState(0)
  const saving = useChange((client, process: Process) => client.put<Process>(path, process))
  const draft = useDraft(stored, readAgain, saving)
  const { Steps: steps } = draft.value
  const change = (next: readonly ProcessStep[]) => draft.change({ Steps: next as Process['Steps'] })
  const changeStep = (at: number, step: ProcessStep) => change(steps.map((each, index) => (index === at ? step : each)))
  const move = (from: number, to: number) => {
    const next = [...steps]
    next.splice(to, 0, ...next.splice(from, 1))
    change(next)
    setChosen(to)
  }
  const discard = async () => {
    await draft.discard()
    setRound(round + 1)
  }
  const step = steps[chosen]
  return (
    <Stack>
      <Group justify="space-between">
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={17} aria-hidden />}>
              Add a step
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {NEW_STEPS.map(({ name, make }, index) => {
              const Icon = [IconTerminal2, IconUserQuestion, IconRoute][index]!
              return (
                <Menu.Item
                  key={name}
                  leftSection={<Icon size={16} aria-hidden />}
                  onClick={() => {
                    change([...steps, make(steps.length + 1)])
                    setChosen(steps.length)
                  }}
                >
                  {name}
                </Menu.Item>
              )
            })}
          </Menu.Dropdown>
        </Menu>
        <DraftButtons draft={{ ...draft, discard }} />
      </Group>
      {saving.error && <Problem error={saving.error} />}
      {steps.length === 0 || !step ? (
        <Empty icon={IconTerminal2} title="No steps yet">
          {about}
        </Empty>
      ) : (
        <div className="process">
          <Paper withBorder component="ol" className="steps" aria-label="Steps">
            {steps.map((each, index) => (
              <li key={each.Id || `new-${index}`}>
                <UnstyledButton
                  className="step"
                  onClick={() => setChosen(index)}
                  aria-current={index === chosen ? 'step' : undefined}
                >
                  <strong>
                    {index + 1}. {each.Name}
                  </strong>
                  <span className="faint small">{summaryOf(each)}</span>
                </UnstyledButton>
              </li>
            ))}
          </Paper>
          <Paper withBorder p="lg">
            <MoveButtons
              at={chosen}
              count={steps.length}
              onMove={(to) => move(chosen, to)}
              onRemove={() => {
                change(steps.filter((_, index) => index !== chosen))
                setChosen(Math.max(0, chosen - 1))
              }}
            />
            <StepForm
              key={`${stored.Version} ${round} ${chosen} ${steps.length}`}
              step={step}
              isFirst={chosen === 0}
              variables={variables}
              onChange={(next) => changeStep(chosen, next)}
            />
          </Paper>
        </div>
      )}
    </Stack>
  )
}

/** What a step is, under its name. */
function summaryOf({ Actions, Properties }: ProcessStep): string {
  const roles = Properties['Octopus.Action.TargetRoles']
  const types = Actions.map(({ ActionType, Properties: own }) => {
    const child = own['ChildProject.Project.Name']
    if (typeof child === 'string')
      return `${String(own['ChildProject.WhatIf.Value']).toLowerCase() === 'true' ? 'plans' : 'deploys'} ${child}`
    return ActionType === 'Octopus.Manual' ? 'asks people' : ActionType === 'Octopus.Script' ? 'script' : ActionType
  })
  const where = typeof roles === 'string' && roles !== '' ? ` on ${roles.replaceAll(',', ', ')}` : ''
  return `${[...new Set(types)].join(', ')}${where}${Actions.every(({ IsDisabled }) => IsDisabled) ? ' (disabled)' : ''}`
}
