import { createDocument, type Lifecycle } from '@flotilla/api'
import { Button, Group, Paper, Stack, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTimeline } from '@tabler/icons-react'
import { Link, useNavigate } from 'react-router'
import { useChange, useDocuments } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Phases } from './phases.tsx'

/** The ways that releases go, drawn as phases. */
export function LifecyclesPage() {
  const lifecycles = useDocuments('lifecycles')
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <Page
      title="Lifecycles"
      about="The order of environments that a release must pass."
      actions={<AddButton onClick={open}>Add a lifecycle</AddButton>}
    >
      <Loaded of={lifecycles}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconTimeline} title="No lifecycles yet">
              A lifecycle says which environments a release passes, in which order, and how long it is kept.
            </Empty>
          ) : (
            <Stack>
              {all.map((lifecycle) => (
                <One key={lifecycle.Id} lifecycle={lifecycle} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      {isOpen && <NewLifecycle onClose={close} />}
    </Page>
  )
}

function One({ lifecycle }: { readonly lifecycle: Lifecycle }) {
  const to = useTo()
  return (
    <Paper withBorder p="md" component="article" aria-label={lifecycle.Name}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2}>{lifecycle.Name}</Title>
          <Button
            component={Link}
            to={to('lifecycles', lifecycle.Id)}
            size="compact-sm"
            variant="subtle"
            aria-label={`Change ${lifecycle.Name}`}
          >
            Change
          </Button>
        </Group>
        <div className="faint">
          <Prose text={lifecycle.Description} />
        </div>
        <Phases phases={lifecycle.Phases} />
      </Stack>
    </Paper>
  )
}

function NewLifecycle({ onClose }: { readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const saving = useChange(async (client, given: { readonly Name: string }) => {
    const made = await createDocument(client, 'lifecycles', given)
    void go(to('lifecycles', made.Id))
  })
  const form = useForm({ Name: '' }, saving)
  return (
    <FormDialog title="A new lifecycle" verb="Add" form={form} onClose={onClose} size="md">
      <TextInput label="Name" description="Its phases come next" required {...form.text('Name')} data-autofocus />
    </FormDialog>
  )
}
