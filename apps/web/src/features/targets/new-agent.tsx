import type { NewAgentToken } from '@flotilla/api'
import { createAgentToken } from '@flotilla/api'
import { Button, Checkbox, Group, NumberInput, Paper, Select, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { JoinByAgent } from '../agents/join-by-agent.tsx'
import { NO_PLACE, PLACE_FIELDS, PlaceFields } from './place-fields.tsx'

const MINUTE_MS = 60_000
const TIMES = [
  { value: '15', label: '15 minutes' },
  { value: '30', label: '30 minutes' },
  { value: '60', label: 'an hour' },
]
/** The server lets no token live longer than an hour; clocks differ a little. */
const SLACK_MS = 5_000

/** What the machine may be, then the command with which it joins. */
export function NewAgent() {
  const [place, setPlace] = useState(NO_PLACE)
  const [uses, setUses] = useState<number | string>(1)
  const [minutes, setMinutes] = useState('60')
  const [replaces, setReplaces] = useState(false)
  const [token, setToken] = useState<NewAgentToken>()
  const making = useChange((client, _: undefined) =>
    createAgentToken(client, {
      EnvironmentIds: place.EnvironmentIds,
      Roles: place.Roles,
      TenantIds: place.TenantIds,
      MaxUses: Number(uses) || 1,
      AllowReplacing: replaces,
      ...(minutes === '60'
        ? {}
        : { Expires: new Date(Date.now() + Number(minutes) * MINUTE_MS - SLACK_MS).toISOString() }),
    }),
  )
  const make = async () => setToken(await making.mutateAsync(undefined))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void make().catch(() => {})
  }
  if (token)
    return (
      <JoinByAgent
        key={token.Id}
        token={token}
        onAgain={() => {
          making.reset()
          setToken(undefined)
        }}
      />
    )
  return (
    <Paper withBorder p="lg" maw={720}>
      <Stack component="form" onSubmit={submit}>
        <PlaceFields value={place} onChange={setPlace} error={making.error} />
        <Group grow align="flex-start">
          <NumberInput
            label="Machines"
            description="How many may join with the command"
            min={1}
            max={10_000}
            value={uses}
            onChange={setUses}
            error={fieldProblem(making.error, 'MaxUses')}
          />
          <Select
            label="Good for"
            description="Afterwards another one is made"
            data={TIMES}
            value={minutes}
            allowDeselect={false}
            onChange={(value) => setMinutes(value ?? '60')}
            error={fieldProblem(making.error, 'Expires')}
          />
        </Group>
        <Checkbox
          label="A rebuilt machine may take the place of an earlier one of its name"
          checked={replaces}
          onChange={({ currentTarget }) => setReplaces(currentTarget.checked)}
        />
        {making.error && <Problem error={making.error} shownAt={[...PLACE_FIELDS, 'MaxUses', 'Expires']} />}
        <Group>
          <Button type="submit" loading={making.isPending}>
            Make the command
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
