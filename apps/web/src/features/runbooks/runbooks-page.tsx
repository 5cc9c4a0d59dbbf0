import { listRunbooks, type Project, type Runbook } from '@flotilla/api'
import { Button, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBook2, IconPlayerPlay } from '@tabler/icons-react'
import { Link, useNavigate } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { State } from '../../ui/state.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { ProjectFrame } from '../projects/project-frame.tsx'
import { NEW_RUNBOOK, type RunbookDraft, RunbookForm } from './runbook-form.tsx'

/** Routine work of a project that is no deployment. */
export function RunbooksPage() {
  return <ProjectFrame part="runbooks">{(project) => <Runbooks project={project} />}</ProjectFrame>
}

function Runbooks({ project }: { readonly project: Project }) {
  const to = useTo()
  const go = useNavigate()
  const [isOpen, { open, close }] = useDisclosure()
  const runbooks = useRead(['runbooks', project.Id], (client) => listRunbooks(client, project.Id))
  const adding = useChange(async (client, given: RunbookDraft) => {
    const made = await client.post<Runbook>(`~/projects/${project.Id}/runbooks`, given)
    void go(to('projects', project.Slug, 'runbooks', made.Slug))
  })
  return (
    <Stack>
      <AddButton variant="default" mr="auto" onClick={open}>
        Add a runbook
      </AddButton>
      <Loaded of={runbooks}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconBook2} title="No runbooks yet">
              A runbook does routine work on the targets of this project: restart it, rotate its certificates, restore a
              backup. It needs no release.
            </Empty>
          ) : (
            <RunbookTable project={project} runbooks={all} />
          )
        }
      </Loaded>
      {isOpen && (
        <RunbookForm project={project} title="A new runbook" runbook={NEW_RUNBOOK} saving={adding} onClose={close} />
      )}
    </Stack>
  )
}

function RunbookTable({ project, runbooks }: { readonly project: Project; readonly runbooks: readonly Runbook[] }) {
  const to = useTo()
  const address = (...parts: string[]) => to('projects', project.Slug, 'runbooks', ...parts)
  return (
    <Table label="Runbooks" columns={['Runbook', 'State', 'About']} doing="Run">
      {runbooks.map((runbook) => (
        <tr key={runbook.Id}>
          <td>
            <Link to={address(runbook.Slug)}>{runbook.Name}</Link>
          </td>
          <td>
            {runbook.PublishedRunbookSnapshotId ? (
              <State tone="good" word="Published" />
            ) : (
              <State tone="none" word="Draft" />
            )}
          </td>
          <td className="faint">
            <Prose text={runbook.Description} />
          </td>
          <Doing>
            {runbook.PublishedRunbookSnapshotId && (
              <Button
                component={Link}
                to={address(runbook.Slug, 'run')}
                size="compact-sm"
                variant="light"
                aria-label={`Run ${runbook.Name}`}
                leftSection={<IconPlayerPlay size={15} aria-hidden />}
              >
                Run …
              </Button>
            )}
          </Doing>
        </tr>
      ))}
    </Table>
  )
}
