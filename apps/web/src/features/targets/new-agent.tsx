import type { NewAgentToken } from '@flotilla/api'
import { createAgentToken } from '@flotilla/api'
import { Button, Checkbox, Group, NumberInput, Paper, Select, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { Problem } from '../../ui/problem.tsx'
import { useForm } from '../../ui/use-form.ts'
import { JoinByAgent } from '../agents/join-by-agent.tsx'
import { OpenTokens } from '../agents/open-tokens.tsx'
import { PolicyChoice } from '../machine-policies/policy-field.tsx'
import { TenantTagsField, useTagSets } from '../tenants/tenants-field.tsx'
import { NO_PLACE, PLACE_FIELDS, type Place, PlaceFields } from './place-fields.tsx'

const MINUTE_MS = 60_000
const TIMES = [
  { value: '15', label: '15 minutes' },
  { value: '30', label: '30 minutes' },
  { value: '60', label: 'an hour' },
]
/** The server lets no token live longer than an hour; clocks differ a little. */
const SLACK_MS = 5_000

interface Draft extends Place {
  readonly TenantTags: readonly string[]
  readonly MachinePolicyId: string
  readonly MaxUses: number | string
  readonly AllowReplacing: boolean
  readonly minutes: string
}

const FIRST: Draft = {
  ...NO_PLACE,
  TenantTags: [],
  MachinePolicyId: '',
  MaxUses: 1,
  AllowReplacing: false,
  minutes: '60',
}

/** What the machine may be, then the command with which it joins; and the commands that are open already. */
export function NewAgent() {
  const [token, setToken] = useState<NewAgentToken>()
  const tagSets = useTagSets('Tenant')
  const making = useChange((client, { minutes, MachinePolicyId, MaxUses, ...draft }: Draft) =>
    createAgentToken(client, {
      ...draft,
      EnvironmentIds: [...draft.EnvironmentIds],
      Roles: [...draft.Roles],
      TenantIds: [...draft.TenantIds],
      TenantTags: [...draft.TenantTags],
      MaxUses: Number(MaxUses) || 1,
      ...(MachinePolicyId ? { MachinePolicyId } : {}),
      ...(minutes === '60'
        ? {}
        : { Expires: new Date(Date.now() + Number(minutes) * MINUTE_MS - SLACK_MS).toISOString() }),
    }),
  )
  const form = useForm(FIRST, making)
  const make = async () => setToken(await making.mutateAsync(form.draft))
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
    <Stack gap="lg">
      <Paper withBorder p="lg" maw={720}>
        <Stack component="form" onSubmit={submit}>
          <PlaceFields value={form.draft} onChange={form.change} error={making.error} />
          {(tagSets.data ?? []).length > 0 && (
            <TenantTagsField
              label="Tenants with a tag"
              whenNone="serves no tenant by its tags"
              {...form.field('TenantTags')}
            />
          )}
          <PolicyChoice {...form.field('MachinePolicyId')} />
          <Group grow align="flex-start">
            <NumberInput
              label="Machines"
              description="How many may join with the command"
              min={1}
              max={10_000}
              {...form.field('MaxUses')}
            />
            <Select
              label="Good for"
              description="Afterwards another one is made"
              data={TIMES}
              {...form.option('minutes')}
            />
          </Group>
          <Checkbox
            label="A rebuilt machine may take the place of an earlier one of its name"
            {...form.check('AllowReplacing')}
          />
          {making.error && <Problem error={making.error} shownAt={[...PLACE_FIELDS, ...form.shownAt]} />}
          <Group>
            <Button type="submit" loading={making.isPending}>
              Make the command
            </Button>
          </Group>
        </Stack>
      </Paper>
      <OpenTokens of="targets" />
    </Stack>
  )
}
