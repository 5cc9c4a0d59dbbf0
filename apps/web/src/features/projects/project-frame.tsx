import type { Project } from '@flotilla/api'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { PartTabs } from '../../ui/part-tabs.tsx'
import { Prose } from '../../ui/prose.tsx'
import { useSuiteSteps } from '../suites/suite-steps.ts'
import { useProject } from './load-project.ts'

const PARTS = [
  { path: 'releases', name: 'Releases' },
  { path: 'suite', name: 'Suite' },
  { path: 'process', name: 'Process' },
  { path: 'variables', name: 'Variables' },
  { path: 'channels', name: 'Channels' },
  { path: 'triggers', name: 'Triggers' },
  { path: 'runbooks', name: 'Runbooks' },
  { path: 'settings', name: 'Settings' },
] as const

type Part = (typeof PARTS)[number]['path']

/** The frame around the parts of a project. */
export function ProjectFrame({
  part,
  children,
}: {
  readonly part: Part
  readonly children: (project: Project) => ReactNode
}) {
  const project = useProject()
  return (
    <Loaded of={project}>
      {(found) => (
        <Frame project={found} part={part}>
          {children(found)}
        </Frame>
      )}
    </Loaded>
  )
}

function Frame({
  project,
  part,
  children,
}: {
  readonly project: Project
  readonly part: Part
  readonly children: ReactNode
}) {
  const to = useTo()
  const steps = useSuiteSteps(project)
  const isSuite = (steps.data ?? []).length > 0
  return (
    <Page
      title={project.Name}
      crumbs={[{ name: 'Projects', to: to('projects') }]}
      about={<Prose text={project.Description} />}
      actions={
        <Button
          component={Link}
          to={to('projects', project.Slug, 'releases', 'new')}
          leftSection={<IconPlus size={17} aria-hidden />}
        >
          Create release
        </Button>
      }
    >
      <PartTabs
        parts={PARTS.filter(({ path }) => path !== 'suite' || isSuite || part === 'suite')}
        part={part}
        address={(path) => (path === 'releases' ? to('projects', project.Slug) : to('projects', project.Slug, path))}
      >
        {children}
      </PartTabs>
    </Page>
  )
}
