import { listItems, type Project, type Runbook, type Schema } from '@flotilla/api'
import { Button, Title } from '@mantine/core'
import { Link } from 'react-router'
import { useChange, useDeletion, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { runbookPath } from './load-runbook.ts'

type Snapshot = Schema<'RunbookSnapshot'>

/** So many of the newest ones are shown. */
const SHOWN = 20

/** The newest snapshots of a runbook. */
export const useSnapshots = (project: Project, runbook: Runbook) =>
  useRead(['runbooks', runbook.Id, 'snapshots'], (client) =>
    listItems<Snapshot>(client, `${runbookPath(project.Id, runbook.Id)}/runbooksnapshots`, {}, SHOWN),
  )

/** One of them; null is none. */
export const useSnapshot = (runbook: Runbook, id: string | null) =>
  useRead(['runbooks', runbook.Id, 'snapshot', id], (client) => client.get<Snapshot>(`~/runbooksnapshots/${id}`), {
    isSkipped: id === null,
  })

interface Of {
  readonly project: Project
  readonly runbook: Runbook
}

/** What was published, and what was before it: each can be run as it was then, or be published again. */
export function Snapshots({ project, runbook }: Of) {
  const snapshots = useSnapshots(project, runbook)
  return (
    <section aria-label="Snapshots">
      <Title order={2} mb="xs">
        Snapshots
      </Title>
      <Loaded of={snapshots} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <p className="faint">None yet. Publishing keeps steps and variables as they are then.</p>
          ) : (
            <Table label="Snapshots" columns={['Snapshot', 'Taken', 'State']} doing="Run, publish or delete">
              {all.map((snapshot) => (
                <One key={snapshot.Id} project={project} runbook={runbook} snapshot={snapshot} />
              ))}
            </Table>
          )
        }
      </Loaded>
    </section>
  )
}

function One({ project, runbook, snapshot }: Of & { readonly snapshot: Snapshot }) {
  const to = useTo()
  const path = `~/runbooksnapshots/${snapshot.Id}`
  const { Name, Notes, SelectedPackages } = snapshot
  const publishing = useChange((client, _: undefined) =>
    client.put(`${path}?publish=true`, { Name, Notes, SelectedPackages }),
  )
  const deleting = useDeletion(path)
  const isPublished = runbook.PublishedRunbookSnapshotId === snapshot.Id
  return (
    <tr>
      <td>
        {Name}
        {publishing.error && <Problem error={publishing.error} />}
      </td>
      <td>
        <Time at={snapshot.Assembled} />
      </td>
      <td>{isPublished ? <State tone="good" word="Published" /> : <span className="faint">kept</span>}</td>
      <Doing>
        <Button
          component={Link}
          to={`${to('projects', project.Slug, 'runbooks', runbook.Slug, 'run')}?snapshot=${snapshot.Id}`}
          size="compact-sm"
          variant="subtle"
          aria-label={`Run ${Name}`}
        >
          Run …
        </Button>
        {!isPublished && (
          <>
            <Button
              size="compact-sm"
              variant="subtle"
              loading={publishing.isPending}
              onClick={() => publishing.mutate(undefined)}
              aria-label={`Publish ${Name}`}
            >
              Publish
            </Button>
            <DeleteButton size="compact-sm" what={Name} deleting={deleting}>
              The logs of its runs go with it.
            </DeleteButton>
          </>
        )}
      </Doing>
    </tr>
  )
}
