import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { fieldProblem, Problem } from '../../ui/problem.tsx'

/** A pool that steps can name. */
export function NewPool({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const adding = useChange((client, body: object) => client.post('~/workerpools', body))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    await adding.mutateAsync({ Name: name, Description: description })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title="A new pool of workers">
      <Stack component="form" onSubmit={(event) => void submit(event).catch(() => {})}>
        {adding.error && <Problem error={adding.error} shownAt={['Name']} />}
        <TextInput
          label="Name"
          required
          value={name}
          error={fieldProblem(adding.error, 'Name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label="Description"
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
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
