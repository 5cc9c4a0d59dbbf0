import type { Environment } from '@flotilla/api'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconStairsUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useDeletion, useDocuments } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { type EnvironmentDraft, EnvironmentForm, NEW_ENVIRONMENT } from './environment-form.tsx'

/** The places that releases go to, in order. */
export function EnvironmentsPage() {
  const environments = useDocuments('environments')
  const [edited, setEdited] = useState<EnvironmentDraft | Environment>()
  return (
    <Page
      title="Environments"
      about="In the order in which every list and the dashboard show them."
      actions={<AddButton onClick={() => setEdited(NEW_ENVIRONMENT)}>Add an environment</AddButton>}
    >
      <Loaded of={environments}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconStairsUp} title="No environments yet">
              Development, Test, Production: groups of targets that a release passes one after the other.
            </Empty>
          ) : (
            <Environments all={all} onChange={setEdited} />
          )
        }
      </Loaded>
      {edited && <EnvironmentForm environment={edited} onClose={() => setEdited(undefined)} />}
    </Page>
  )
}

function Environments({
  all,
  onChange,
}: {
  readonly all: readonly Environment[]
  readonly onChange: (environment: Environment) => void
}) {
  const ordering = useChange((client, ids: readonly string[]) => client.put('~/environments/sortorder', ids))
  const move = (from: number, to: number) => {
    const ids = all.map(({ Id }) => Id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    ordering.mutate(ids)
  }
  const mover = (at: number, by: -1 | 1) => {
    const Icon = by < 0 ? IconArrowUp : IconArrowDown
    const where = by < 0 ? 'earlier' : 'later'
    return (
      <Tooltip label={`Move ${where}`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move ${all[at]!.Name} ${where}`}
          disabled={ordering.isPending || !all[at + by]}
          onClick={() => move(at, at + by)}
        >
          <Icon size={17} />
        </ActionIcon>
      </Tooltip>
    )
  }
  return (
    <>
      {ordering.error && <Problem error={ordering.error} />}
      <Table
        label="Environments"
        columns={['Name', 'Asks when a step fails', 'Scripts may add targets', 'About']}
        doing="Move, change or delete"
      >
        {all.map((environment, at) => (
          <tr key={environment.Id}>
            <td>{environment.Name}</td>
            <td>{environment.UseGuidedFailure ? 'yes' : 'no'}</td>
            <td>{environment.AllowDynamicInfrastructure ? 'yes' : 'no'}</td>
            <td className="faint">
              <Prose text={environment.Description} />
            </td>
            <Doing>
              {mover(at, -1)}
              {mover(at, 1)}
              <ChangeButton what={environment.Name} onClick={() => onChange(environment)} />
              <Deletion environment={environment} />
            </Doing>
          </tr>
        ))}
      </Table>
    </>
  )
}

function Deletion({ environment }: { readonly environment: Environment }) {
  const deleting = useDeletion(`~/environments/${environment.Id}`)
  return (
    <DeleteButton size="compact-sm" what={`the environment ${environment.Name}`} deleting={deleting}>
      What was deployed there stays on its targets; tenants are no longer connected to it.
    </DeleteButton>
  )
}
