import { type Channel, createRelease, loadReleaseTemplate, newestReleases, type Project } from '@flotilla/api'
import { Button, Checkbox, Group, Paper, Stack, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { MarkdownField } from '../../ui/markdown-field.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useProject } from '../projects/load-project.ts'
import { useSuiteSteps } from '../suites/suite-steps.ts'
import { type Choices, choiceOf, PackageChoices, versionOf } from './package-choices.tsx'

/** Creating a release: a version, a channel, what it takes, notes. */
export function NewReleasePage() {
  const project = useProject()
  return <Loaded of={project}>{(found) => <WithChannels project={found} />}</Loaded>
}

function WithChannels({ project }: { readonly project: Project }) {
  const to = useTo()
  const channels = useRead(['channels', project.Id], (client) =>
    client.all<Channel>(`~/projects/${project.Id}/channels`),
  )
  return (
    <Page
      title="Create a release"
      crumbs={[
        { name: 'Projects', to: to('projects') },
        { name: project.Name, to: to('projects', project.Slug) },
      ]}
      about="A release freezes the steps, variables and packages of now under a version."
    >
      <Loaded of={channels}>{(all) => <ReleaseForm project={project} channels={all} />}</Loaded>
    </Page>
  )
}

/** What nobody has typed is as the template of the channel has it. */
const FIRST = {
  Version: undefined as string | undefined,
  ReleaseNotes: '',
  IgnoreChannelRules: false,
  choices: {} as Choices,
}

function ReleaseForm({ project, channels }: { readonly project: Project; readonly channels: readonly Channel[] }) {
  const to = useTo()
  const go = useNavigate()
  const creating = useChange(async (client, { choices, Version, ReleaseNotes, ...given }: typeof first) => {
    const release = await createRelease(client, {
      ...given,
      ProjectId: project.Id,
      Version: Version ?? template.data?.NextVersionIncrement ?? '',
      // Without notes the server fills in those of the project's template.
      ReleaseNotes: ReleaseNotes || undefined,
      SelectedPackages: packages.flatMap((each) => {
        const { StepName, ActionName, PackageReferenceName } = each
        const version = versionOf(each, choices).trim()
        return version === '' ? [] : [{ StepName, ActionName, PackageReferenceName, Version: version }]
      }),
    })
    await go(to('projects', project.Slug, 'releases', release.Version))
  })
  const first = { ...FIRST, ChannelId: channels.find(({ IsDefault }) => IsDefault)?.Id ?? '' }
  const form = useForm(first, creating)
  const { draft, change } = form
  const channel = channels.find(({ Id }) => Id === draft.ChannelId)
  const template = useRead(
    ['release-template', project.Id, draft.ChannelId],
    async (client) => {
      const [before] = await newestReleases(client, project.Id, 1)
      return loadReleaseTemplate(client, project.Id, { channel: draft.ChannelId, releaseId: before?.Id })
    },
    { keepsOld: true },
  )
  const packages = template.data?.Packages ?? []
  /** Not while what is offered is still that of another channel. */
  const isReady = template.data !== undefined && !template.isPlaceholderData
  const suite = useSuiteSteps(project)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void creating.mutateAsync(draft).catch(() => {})
  }
  return (
    <Paper withBorder p="lg" maw={960}>
      <Stack component="form" onSubmit={submit}>
        <TextInput
          label="Version"
          required
          {...form.text('Version')}
          value={draft.Version ?? template.data?.NextVersionIncrement ?? ''}
        />
        {channels.length > 1 && (
          <ChooseOne
            label="Channel"
            description="Decides the lifecycle of the release, and which versions it may take"
            required
            from={channels}
            {...form.field('ChannelId')}
          />
        )}
        {template.error && <Problem error={template.error} retry={() => void template.refetch()} />}
        {packages.length > 0 && (
          <PackageChoices
            packages={packages}
            choices={draft.choices}
            error={creating.error}
            onChange={(choices) => change({ choices })}
          />
        )}
        {packages.length > 0 && channel && channel.Rules.length > 0 && project.AllowIgnoreChannelRules && (
          <Checkbox
            label={`It may break the version rules of the channel ${channel.Name}`}
            {...form.check('IgnoreChannelRules')}
          />
        )}
        {(suite.data ?? []).length > 0 && (
          <div className="faint">
            Which releases of its components it brings is not fixed here: each deployment takes those that are right
            then, and shows them before it starts.
          </div>
        )}
        <MarkdownField
          label="Release notes"
          description={
            project.ReleaseNotesTemplate ? "Markdown; left empty, they are made of the project's template" : 'Markdown'
          }
          minRows={5}
          {...form.text('ReleaseNotes')}
        />
        {creating.error && <Problem error={creating.error} shownAt={[...form.shownAt, ...packages.map(choiceOf)]} />}
        <Group>
          <Button type="submit" loading={creating.isPending} disabled={!isReady}>
            Create release
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
