import { createDocument, listDocuments } from '@flotilla/api'
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconStairsUp } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { Prose } from '../../ui/prose.tsx'

/** The places that releases go to, in order. */
export function EnvironmentsPage() {
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <Page
      title="Environments"
      actions={
        <Button onClick={open} leftSection={<IconPlus size={17} aria-hidden />}>
          Add an environment
        </Button>
      }
    >
      <Loaded of={environments}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconStairsUp} title="No environments yet">
              Development, Test, Production: groups of targets that a release passes one after the other.
            </Empty>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Asks when a step fails</th>
                  <th scope="col">Scripts may add targets</th>
                  <th scope="col">About</th>
                </tr>
              </thead>
              <tbody>
                {all.map((environment) => (
                  <tr key={environment.Id}>
                    <td>{environment.Name}</td>
                    <td>{environment.UseGuidedFailure ? 'yes' : 'no'}</td>
                    <td>{environment.AllowDynamicInfrastructure ? 'yes' : 'no'}</td>
                    <td className="faint">
                      <Prose text={environment.Description} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      {isOpen && <NewEnvironment onClose={close} />}
    </Page>
  )
}

function NewEnvironment({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const adding = useChange((client, Name: string) => createDocument(client, 'environments', { Name }))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    await adding.mutateAsync(name)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title="A new environment">
      <Stack component="form" onSubmit={(event) => void submit(event).catch(() => {})}>
        {adding.error && <Problem error={adding.error} />}
        <TextInput
          label="Name"
          required
          value={name}
          error={fieldProblem(adding.error, 'Name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button type="submit" loading={adding.isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
