import { Accordion, Autocomplete, Select, Stack } from '@mantine/core'
import { useDocuments, useRead } from '../../api/queries.ts'
import { type ChildParameter, HOW, WHAT } from './child-parameters.ts'
import type { ProcessAction } from './process.ts'

const PROJECT = 'ChildProject.Project.Name'
const CHANNEL = 'ChildProject.Channel.Name'
const ENVIRONMENTS = new Set([
  'ChildProject.SourceEnvironment.Name',
  'ChildProject.Destination.EnvironmentName',
  'ChildProject.ManualIntervention.EnvironmentToUse',
])

/** What the step that deploys a child project is told: real projects, channels and environments to choose from. */
export function ChildProjectForm({
  action,
  onChange,
}: {
  readonly action: ProcessAction
  readonly onChange: (action: ProcessAction) => void
}) {
  const projects = useDocuments('projects')
  const environments = useDocuments('environments')
  const textOf = (name: string) =>
    typeof action.Properties[name] === 'string' ? (action.Properties[name] as string) : ''
  const child = projects.data?.find(({ Name }) => Name.toLowerCase() === textOf(PROJECT).toLowerCase())
  const channels = useRead(
    ['channels', child?.Id],
    (client) => client.all<{ Name: string }>(`~/projects/${child!.Id}/channels`),
    { isSkipped: !child },
  )
  const set = (name: string, value: string) =>
    onChange({ ...action, Properties: { ...action.Properties, [name]: value } })
  const field = (parameter: ChildParameter) => (
    <Autocomplete
      key={parameter.name}
      label={parameter.label}
      description={parameter.about}
      placeholder={parameter.usual}
      data={[
        ...(parameter.choices ?? []),
        ...(ENVIRONMENTS.has(parameter.name) ? (environments.data ?? []).map(({ Name }) => Name) : []),
      ]}
      // Everything is offered, also when something is filled in.
      filter={({ options }) => options}
      value={textOf(parameter.name)}
      onChange={(value) => set(parameter.name, value)}
    />
  )
  return (
    <Stack>
      <Select
        label="Child project"
        required
        searchable
        data={(projects.data ?? []).map(({ Name }) => Name)}
        value={child?.Name ?? (textOf(PROJECT) || null)}
        error={projects.data && textOf(PROJECT) !== '' && !child ? 'There is no such project here.' : undefined}
        onChange={(value) => set(PROJECT, value ?? '')}
      />
      <Select
        label="Channel"
        description="Whose releases are looked at"
        placeholder="the default channel"
        data={(channels.data ?? []).map(({ Name }) => Name)}
        value={textOf(CHANNEL) || null}
        onChange={(value) => set(CHANNEL, value ?? '')}
        clearable
        disabled={!child}
      />
      {WHAT.map(field)}
      <Accordion variant="contained">
        <Accordion.Item value="more">
          <Accordion.Control>Tenant, values, waiting, approvals</Accordion.Control>
          <Accordion.Panel>
            <Stack>{HOW.map(field)}</Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  )
}
