import type { Channel } from '@flotilla/api'
import { Accordion, Autocomplete, type AutocompleteProps, Stack } from '@mantine/core'
import { useDocuments, useRead } from '../../api/queries.ts'
import { type ChildParameter, HOW, SPACE, WHAT } from './child-parameters.ts'
import type { PropertyFields } from './property-fields.ts'

const PROJECT = 'ChildProject.Project.Name'
const CHANNEL = 'ChildProject.Channel.Name'
const ENVIRONMENTS = new Set([
  'ChildProject.SourceEnvironment.Name',
  'ChildProject.Destination.EnvironmentName',
  'ChildProject.ManualIntervention.EnvironmentToUse',
])
const TENANTS = new Set(['ChildProject.Tenant.Name', 'ChildProject.ManualIntervention.Tenant.Name'])

/** What the step that deploys a child project is told: real projects, channels, environments and tenants to choose from. */
export function ChildProjectForm({ properties }: { readonly properties: PropertyFields }) {
  const projects = useDocuments('projects')
  const environments = useDocuments('environments')
  const tenants = useDocuments('tenants')
  const name = properties.textOf(PROJECT).trim()
  const child = projects.data?.find(({ Name }) => Name.toLowerCase() === name.toLowerCase())
  const channels = useRead(
    ['channels', child?.Id],
    (client) => client.all<Channel>(`~/projects/${child!.Id}/channels`),
    { isSkipped: !child },
  )
  const offered = ({ name: parameter, choices = [] }: ChildParameter) => [
    ...choices,
    ...(ENVIRONMENTS.has(parameter) ? namesOf(environments.data) : []),
    ...(TENANTS.has(parameter) ? namesOf(tenants.data) : []),
  ]
  const field = (parameter: ChildParameter) => (
    <Offering
      key={parameter.name}
      label={parameter.label}
      description={parameter.about}
      placeholder={parameter.usual}
      data={offered(parameter)}
      {...properties.field(parameter.name)}
    />
  )
  const isElsewhere = properties.textOf(SPACE) !== ''
  const isUnknown = projects.data !== undefined && name !== '' && !child && !name.includes('#{') && !isElsewhere
  return (
    <Stack>
      <Offering
        label="Child project"
        description="A project, or an expression that gives its name at each deployment"
        required
        data={namesOf(projects.data)}
        {...properties.field(PROJECT)}
        {...(isUnknown ? { error: 'There is no such project in this space.' } : {})}
      />
      <Offering
        label="Channel"
        description="Whose releases are looked at"
        placeholder="the default channel"
        data={namesOf(channels.data)}
        {...properties.field(CHANNEL)}
      />
      {WHAT.map(field)}
      <Accordion variant="contained">
        <Accordion.Item value="more">
          <Accordion.Control>Space, tenant, values, waiting, approvals</Accordion.Control>
          <Accordion.Panel>
            <Stack>{HOW.map(field)}</Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  )
}

const namesOf = (all: readonly { readonly Name: string }[] | undefined) => (all ?? []).map(({ Name }) => Name)

/** A text with what it usually is; everything is offered, also when something is filled in. */
const Offering = (props: AutocompleteProps) => <Autocomplete filter={({ options }) => options} {...props} />
