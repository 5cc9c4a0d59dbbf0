import { changeDocument, deleteDocument, type Lifecycle, loadDocument } from '@flotilla/api'
import { Button, Group, Paper, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate, useParams } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { PhaseForm } from './phase-form.tsx'
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
  const go = useNavigate()
  const draft = useDraft(stored, readAgain)
  const saving = useChange((client, given: Lifecycle) => changeDocument(client, 'lifecycles', stored, given))
  const deleting = useChange((client, _: undefined) => deleteDocument(client, 'lifecycles', stored.Id))
  const { value } = draft
  const change = (part: Partial<Lifecycle>) => draft.change({ ...value, ...part })
  const save = async () => {
    await saving.mutateAsync(value)
    await draft.end()
  }
  const discard = async () => {
    saving.reset()
    await draft.end()
  }
  return (
    <Page
      title={stored.Name}
      crumbs={[{ name: 'Lifecycles', to: to('lifecycles') }]}
      actions={
        <DeleteButton
          what={`the lifecycle ${stored.Name}`}
          deleting={deleting}
          onDone={() => void go(to('lifecycles'))}
        />
      }
    >
      <Phases phases={value.Phases} />
      <Paper withBorder p="lg" maw={860} component="section" aria-label="General">
        <Stack>
          <TextInput
            label="Name"
            required
            value={value.Name}
            error={fieldProblem(saving.error, 'Name')}
            onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
          />
          <Textarea
            label="About"
            description="Markdown"
            autosize
            value={value.Description}
            onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
          />
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
        {saving.error && <Problem error={saving.error} />}
        <Group justify="flex-end" className="save-bar">
          <DraftButtons isChanged={draft.isChanged} isSaving={saving.isPending} onSave={save} onDiscard={discard} />
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
      {phases.map((phase, at) => (
        <PhaseForm
          key={phase.Id || `new-${at}`}
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
      <Button
        variant="default"
        mr="auto"
        leftSection={<IconPlus size={17} aria-hidden />}
        onClick={() => onChange([...phases, newPhase(phases.length + 1)])}
      >
        Add a phase
      </Button>
    </Stack>
  )
}

const newPhase = (number: number): Phase => ({
  Id: '',
  Name: `Phase ${number}`,
  AutomaticDeploymentTargets: [],
  OptionalDeploymentTargets: [],
  MinimumEnvironmentsBeforePromotion: 0,
  IsOptionalPhase: false,
  IsPriorityPhase: false,
})
