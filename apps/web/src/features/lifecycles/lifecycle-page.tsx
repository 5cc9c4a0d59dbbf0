import { changeDocument, type Lifecycle, loadDocument } from '@flotilla/api'
import { Group, Input, Paper, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { useParams } from 'react-router'
import { useChange, useDeletion, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { newId } from '../../ui/new-id.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { PhaseForm, phaseFields } from './phase-form.tsx'
import { type Phase, Phases } from './phases.tsx'
import { RetentionField } from './retention-field.tsx'

/** One lifecycle: drawn as it will be, and changed. */
export function LifecyclePage() {
  const { id = '' } = useParams()
  const lifecycle = useRead(['lifecycles', id], (client) => loadDocument(client, 'lifecycles', id))
  return <Loaded of={lifecycle}>{(found) => <Editor stored={found} readAgain={lifecycle.refetch} />}</Loaded>
}

function Editor({ stored, readAgain }: { readonly stored: Lifecycle; readonly readAgain: () => Promise<unknown> }) {
  const to = useTo()
  const saving = useChange((client, given: Lifecycle) => changeDocument(client, 'lifecycles', stored, given))
  const deleting = useDeletion(`~/lifecycles/${stored.Id}`)
  const draft = useDraft(stored, readAgain, saving)
  const { value, change } = draft
  return (
    <Page
      title={stored.Name}
      crumbs={[{ name: 'Lifecycles', to: to('lifecycles') }]}
      actions={<DeleteButton what={`the lifecycle ${stored.Name}`} deleting={deleting} leadsTo={to('lifecycles')} />}
    >
      <Phases phases={value.Phases} />
      <Paper withBorder p="lg" maw={860} component="section" aria-label="General">
        <Stack>
          <TextInput label="Name" required {...draft.text('Name')} />
          <Textarea label="About" description="Markdown" autosize {...draft.text('Description')} />
          <RetentionField
            label="Releases are kept"
            whenNone="as the space says"
            value={value.ReleaseRetentionPolicy}
            onChange={(ReleaseRetentionPolicy) => change({ ReleaseRetentionPolicy })}
          />
        </Stack>
      </Paper>
      <PhaseList phases={value.Phases} error={saving.error} onChange={(phases) => change({ Phases: phases })} />
      <Stack maw={860}>
        {saving.error && (
          <Problem error={saving.error} shownAt={[...draft.shownAt, 'Phases', ...phaseFields(value.Phases.length)]} />
        )}
        <Group justify="flex-end" className="save-bar">
          <DraftButtons draft={draft} />
        </Group>
      </Stack>
    </Page>
  )
}

function PhaseList({
  phases,
  error,
  onChange,
}: {
  readonly phases: readonly Phase[]
  readonly error: unknown
  readonly onChange: (phases: readonly Phase[]) => void
}) {
  const move = (from: number, to: number) => {
    const next = [...phases]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange(next)
  }
  return (
    <Stack maw={860} component="section" aria-label="Phases">
      <Title order={2}>Phases</Title>
      {fieldProblem(error, 'Phases') && <Input.Error>{fieldProblem(error, 'Phases')}</Input.Error>}
      {phases.map((phase, at) => (
        <PhaseForm
          key={phase.Id}
          phase={phase}
          at={at}
          count={phases.length}
          error={error}
          onChange={(next) =>
            onChange(next ? phases.map((each, index) => (index === at ? next : each)) : phases.toSpliced(at, 1))
          }
          onMove={(to) => move(at, to)}
        />
      ))}
      <AddButton variant="default" mr="auto" onClick={() => onChange([...phases, newPhase(phases.length + 1)])}>
        Add a phase
      </AddButton>
    </Stack>
  )
}

const newPhase = (number: number): Phase => ({
  Id: newId(),
  Name: `Phase ${number}`,
  AutomaticDeploymentTargets: [],
  OptionalDeploymentTargets: [],
  MinimumEnvironmentsBeforePromotion: 0,
  IsOptionalPhase: false,
  IsPriorityPhase: false,
})
