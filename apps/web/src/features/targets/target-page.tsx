import { changeMachine, type Machine, type Task } from '@flotilla/api'
import { Button, Menu, Title } from '@mantine/core'
import { IconDots, IconHeartbeat, IconPencil, IconPower, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useSpace, useTo } from '../../api/space.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { DeleteTarget } from './delete-target.tsx'
import { EditTarget } from './edit-target.tsx'
import { HostKeyNotice } from './host-key-notice.tsx'
import { Installed } from './installed.tsx'
import { TargetFacts } from './target-facts.tsx'
import { TargetTasks } from './target-tasks.tsx'

/** One machine: its state, what it is for, what it has and should have, and what ran on it. */
export function TargetPage() {
  const { id = '' } = useParams()
  const machine = useRead(['machines', 'one', id], (client) =>
    client.get<Machine>(`~/machines/${encodeURIComponent(id)}`),
  )
  return <Loaded of={machine}>{(found) => <Details machine={found} />}</Loaded>
}

function Details({ machine }: { readonly machine: Machine }) {
  const to = useTo()
  const space = useSpace()
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const close = () => setOpen(undefined)
  const checking = useChange((client, _: undefined) =>
    client.post<Task>('/api/tasks', {
      Name: 'Health',
      Description: `Check ${machine.Name}`,
      SpaceId: space.Id,
      Arguments: { MachineIds: [machine.Id] },
    }),
  )
  const switching = useChange((client, IsDisabled: boolean) => changeMachine(client, machine, { IsDisabled }))
  return (
    <Page
      title={machine.Name}
      crumbs={[{ name: 'Targets', to: to('targets') }]}
      about={machine.StatusSummary}
      actions={
        <>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" aria-label="More" px="xs">
                <IconDots size={18} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconPower size={16} aria-hidden />}
                onClick={() => switching.mutate(!machine.IsDisabled)}
              >
                {machine.IsDisabled ? 'Enable' : 'Disable'}
              </Menu.Item>
              <Menu.Item
                className="bad"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setOpen('delete')}
              >
                Delete …
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" onClick={() => setOpen('edit')} leftSection={<IconPencil size={17} aria-hidden />}>
            Change
          </Button>
          <Button
            onClick={() => checking.mutate(undefined)}
            loading={checking.isPending}
            leftSection={<IconHeartbeat size={17} aria-hidden />}
          >
            Check health
          </Button>
        </>
      }
    >
      {(checking.error ?? switching.error) && <Problem error={checking.error ?? switching.error} />}
      {machine.Endpoint.CommunicationStyle === 'Ssh' && <HostKeyNotice machine={machine} />}
      <TargetFacts machine={machine} />
      <section aria-labelledby="installed">
        <Title order={2} mb="xs" id="installed">
          What is installed
        </Title>
        <Installed machineId={machine.Id} />
      </section>
      <section aria-labelledby="ran">
        <Title order={2} mb="xs" id="ran">
          What ran here
        </Title>
        <TargetTasks machineId={machine.Id} />
      </section>
      {open === 'edit' && <EditTarget machine={machine} onClose={close} />}
      {open === 'delete' && <DeleteTarget machine={machine} onClose={close} />}
    </Page>
  )
}
