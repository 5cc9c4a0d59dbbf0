import type { ProjectGroup } from '@flotilla/api'
import { useState } from 'react'
import { useDeletion, useDocuments } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { type GroupDraft, NEW_GROUP, ProjectGroupForm } from './project-group-form.tsx'

/** How projects stand together on the dashboard, and what roles can be restricted to. */
export function ProjectGroupsPage() {
  const to = useTo()
  const groups = useDocuments('projectgroups')
  const projects = useDocuments('projects')
  const [edited, setEdited] = useState<GroupDraft | ProjectGroup>()
  return (
    <Page
      title="Project groups"
      crumbs={[{ name: 'Projects', to: to('projects') }]}
      about="Projects that belong together stand together on the dashboard; a role can be given for all of a group."
      actions={<AddButton onClick={() => setEdited(NEW_GROUP)}>Add a group</AddButton>}
    >
      <Loaded of={groups}>
        {(all) => (
          <Table label="Project groups" columns={['Group', 'Projects', 'About']} doing="Change or delete">
            {all.map((group) => (
              <One
                key={group.Id}
                group={group}
                projects={(projects.data ?? [])
                  .filter(({ ProjectGroupId }) => ProjectGroupId === group.Id)
                  .map(({ Name }) => Name)}
                onChange={() => setEdited(group)}
              />
            ))}
          </Table>
        )}
      </Loaded>
      {edited && <ProjectGroupForm group={edited} onClose={() => setEdited(undefined)} />}
    </Page>
  )
}

function One({
  group,
  projects,
  onChange,
}: {
  readonly group: ProjectGroup
  readonly projects: readonly string[]
  readonly onChange: () => void
}) {
  const deleting = useDeletion(`~/projectgroups/${group.Id}`)
  return (
    <tr>
      <td>{group.Name}</td>
      <td>{projects.join(', ') || <span className="faint">none</span>}</td>
      <td className="faint">
        <Prose text={group.Description} />
      </td>
      <Doing>
        <ChangeButton what={group.Name} onClick={onChange} />
        <DeleteButton size="compact-sm" what={`the group ${group.Name}`} deleting={deleting}>
          Its projects must be in other groups first. This cannot be undone.
        </DeleteButton>
      </Doing>
    </tr>
  )
}
