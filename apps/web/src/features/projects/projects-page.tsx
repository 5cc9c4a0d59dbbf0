import { Button, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSearch, IconStack2 } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import { useDocuments } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Table } from '../../ui/table.tsx'
import { TENANTED_MODES } from '../tenants/tenanted-modes.ts'
import { NewProject } from './new-project.tsx'

/** All projects by group. */
export function ProjectsPage() {
  const to = useTo()
  const [words, setWords] = useState('')
  const [isOpen, { open, close }] = useDisclosure()
  const filter = useDeferredValue(words.trim().toLowerCase())
  const groups = useDocuments('projectgroups')
  const projects = useDocuments('projects')
  return (
    <Page
      title="Projects"
      actions={
        <>
          <TextInput
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
            placeholder="Filter projects"
            aria-label="Filter projects"
            leftSection={<IconSearch size={16} aria-hidden />}
          />
          <Button component={Link} to={to('project-groups')} variant="default">
            Groups
          </Button>
          <AddButton onClick={open}>New project</AddButton>
        </>
      }
    >
      <Loaded of={projects}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconStack2} title="No projects yet">
              A project has the steps that deploy one application, its variables, and its releases.
            </Empty>
          ) : (
            <Table label="Projects" columns={['Name', 'Group', 'Deploys', 'About']}>
              {all
                .filter(({ Name }) => Name.toLowerCase().includes(filter))
                .map((project) => (
                  <tr key={project.Id}>
                    <td>
                      <Link to={to('projects', project.Slug)}>{project.Name}</Link>
                      {project.IsDisabled && <span className="faint"> (disabled)</span>}
                    </td>
                    <td>{groups.data?.find(({ Id }) => Id === project.ProjectGroupId)?.Name}</td>
                    <td>{TENANTED_MODES.find(({ value }) => value === project.TenantedDeploymentMode)?.label}</td>
                    <td className="faint">
                      <Prose text={project.Description} />
                    </td>
                  </tr>
                ))}
            </Table>
          )
        }
      </Loaded>
      {isOpen && <NewProject onClose={close} />}
    </Page>
  )
}
