import { type Channel, changeTrigger, listRunbooks, listTriggers, type Project, type Trigger } from '@flotilla/api'
import { Button, Group, Menu, Paper, Stack, Switch, Title } from '@mantine/core'
import { IconBolt, IconClock, IconPlus, IconServerBolt } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useDeletion, useDocuments, useRead } from '../../api/queries.ts'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { ProjectFrame } from '../projects/project-frame.tsx'
import { Decisions } from './decisions.tsx'
import { NEW_SCHEDULE, NEW_TARGET_TRIGGER, TriggerForm } from './trigger-form.tsx'
import { describeTrigger } from './trigger-words.ts'

/** What deploys with nobody watching, and what each trigger decided last, with its reasons. */
export function TriggersPage() {
  return <ProjectFrame part="triggers">{(project) => <Triggers project={project} />}</ProjectFrame>
}

type Edited = Parameters<typeof TriggerForm>[0]['trigger']

function Triggers({ project }: { readonly project: Project }) {
  const triggers = useRead(['triggers', project.Id], (client) => listTriggers(client, project.Id))
  const [edited, setEdited] = useState<Edited>()
  return (
    <Stack>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={17} aria-hidden />} mr="auto">
            Add a trigger
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconServerBolt size={16} aria-hidden />}
            onClick={() => setEdited(NEW_TARGET_TRIGGER)}
          >
            When targets change
          </Menu.Item>
          <Menu.Item leftSection={<IconClock size={16} aria-hidden />} onClick={() => setEdited(NEW_SCHEDULE)}>
            On a schedule
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Loaded of={triggers}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconBolt} title="No triggers">
              A trigger deploys when a target becomes available, or at set times, with nobody watching.
            </Empty>
          ) : (
            all.map((trigger) => (
              <One key={trigger.Id} project={project} trigger={trigger} onChange={() => setEdited(trigger)} />
            ))
          )
        }
      </Loaded>
      {edited && <TriggerForm project={project} trigger={edited} onClose={() => setEdited(undefined)} />}
    </Stack>
  )
}

function One({
  project,
  trigger,
  onChange,
}: {
  readonly project: Project
  readonly trigger: Trigger
  readonly onChange: () => void
}) {
  const nameOf = useNames(project)
  const switching = useChange((client, IsDisabled: boolean) => changeTrigger(client, trigger, { IsDisabled }))
  const deleting = useDeletion(`~/projecttriggers/${trigger.Id}`)
  return (
    <Paper withBorder p="md" component="article" aria-label={trigger.Name}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Switch
            label={<Title order={2}>{trigger.Name}</Title>}
            checked={!trigger.IsDisabled}
            onChange={({ currentTarget }) => switching.mutate(!currentTarget.checked)}
          />
          <Group gap="xs">
            {trigger.IsDisabled && <State tone="stopped" word="Disabled" />}
            <ChangeButton what={trigger.Name} onClick={onChange} />
            <DeleteButton size="compact-sm" what={`the trigger ${trigger.Name}`} deleting={deleting}>
              What it has deployed stays; nothing more is deployed by itself.
            </DeleteButton>
          </Group>
        </Group>
        {switching.error && <Problem error={switching.error} />}
        <span className="faint">{describeTrigger(trigger, nameOf)}</span>
        <Decisions trigger={trigger} nameOf={nameOf} />
      </Stack>
    </Paper>
  )
}

/** The names of what triggers of a project speak of. */
function useNames(project: Project): (id: string) => string {
  const environments = useDocuments('environments')
  const channels = useRead(['channels', project.Id], (client) =>
    client.all<Channel>(`~/projects/${project.Id}/channels`),
  )
  const runbooks = useRead(['runbooks', project.Id], (client) => listRunbooks(client, project.Id))
  const all = [...(environments.data ?? []), ...(channels.data ?? []), ...(runbooks.data ?? [])]
  return (id) => nameIn(all, id)
}
