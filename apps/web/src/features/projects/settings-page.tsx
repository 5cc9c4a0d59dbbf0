import { changeDocument, type Project } from '@flotilla/api'
import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useChange, useDeletion } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Problem } from '../../ui/problem.tsx'
import { type Draft, useDraft } from '../../ui/use-draft.ts'
import { DeploymentSettings } from './deployment-settings.tsx'
import { GeneralSettings } from './general-settings.tsx'
import { useProject } from './load-project.ts'
import { ProjectFrame } from './project-frame.tsx'
import { ReleaseSettings } from './release-settings.tsx'

/** What a project is called, and how its releases and deployments go. */
export function SettingsPage() {
  return <ProjectFrame part="settings">{(project) => <Settings project={project} />}</ProjectFrame>
}

/** What each part of the settings is given. */
export interface SettingsPart {
  readonly draft: Draft<Project>
}

function Settings({ project: stored }: { readonly project: Project }) {
  const { refetch } = useProject()
  const saving = useChange((client, given: Project) => changeDocument(client, 'projects', stored, given))
  const draft = useDraft(stored, refetch, saving)
  return (
    <Stack maw={860}>
      <Section title="General">
        <GeneralSettings draft={draft} />
      </Section>
      <Section title="Releases">
        <ReleaseSettings draft={draft} />
      </Section>
      <Section title="Deployments">
        <DeploymentSettings draft={draft} />
      </Section>
      {saving.error && <Problem error={saving.error} shownAt={draft.shownAt} />}
      <Group justify="flex-end" className="save-bar">
        <DraftButtons draft={draft} />
      </Group>
      <Removal project={stored} />
    </Stack>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <Paper withBorder p="lg" component="section" aria-label={title}>
      <Stack>
        <Title order={2}>{title}</Title>
        {children}
      </Stack>
    </Paper>
  )
}

function Removal({ project }: { readonly project: Project }) {
  const to = useTo()
  const deleting = useDeletion(`~/projects/${project.Id}`)
  return (
    <Paper withBorder p="lg" component="section" aria-label="Delete">
      <Group justify="space-between">
        <div>
          <Title order={2}>Delete</Title>
          <Text className="faint">With everything that belongs to it. What it has deployed stays on its targets.</Text>
        </div>
        <DeleteButton what={`the project ${project.Name}`} deleting={deleting} leadsTo={to('projects')}>
          Its releases, deployments, runbooks, triggers and variables go with it. This cannot be undone.
        </DeleteButton>
      </Group>
    </Paper>
  )
}
