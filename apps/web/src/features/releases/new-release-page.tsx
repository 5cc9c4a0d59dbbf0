import { createRelease, nextReleaseVersion, type Project } from '@flotilla/api'
import { Button, Group, Paper, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { useProject } from '../projects/load-project.ts'

interface ChannelChoice {
  readonly Id: string
  readonly Name: string
  readonly IsDefault: boolean
}

/** Creating a release: a version, a channel, notes. */
export function NewReleasePage() {
  const project = useProject()
  return <Loaded of={project}>{(found) => <Form project={found} />}</Loaded>
}

function Form({ project }: { readonly project: Project }) {
  const to = useTo()
  const go = useNavigate()
  const [version, setVersion] = useState<string>()
  const [channelId, setChannelId] = useState<string>()
  const [notes, setNotes] = useState('')
  const channels = useRead(['channels', project.Id], (client) =>
    client.all<ChannelChoice>(`~/projects/${project.Id}/channels`),
  )
  const chosen = channelId ?? channels.data?.find(({ IsDefault }) => IsDefault)?.Id
  const next = useRead(
    ['next-version', project.Id, chosen],
    (client) => nextReleaseVersion(client, project.Id, chosen),
    {
      isSkipped: !chosen,
    },
  )
  const creating = useChange((client, _: undefined) =>
    createRelease(client, {
      ProjectId: project.Id,
      ChannelId: chosen,
      Version: version ?? next.data ?? '',
      ReleaseNotes: notes,
    }),
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const release = await creating.mutateAsync(undefined)
    await go(to('projects', project.Slug, 'releases', release.Version))
  }
  return (
    <Page
      title="Create a release"
      crumbs={[
        { name: 'Projects', to: to('projects') },
        { name: project.Name, to: to('projects', project.Slug) },
      ]}
      about="A release freezes the steps, variables and packages of now under a version."
    >
      <Paper withBorder p="lg" maw={680}>
        <Stack component="form" onSubmit={(event) => void submit(event).catch(() => {})}>
          {creating.error && <Problem error={creating.error} shownAt={['Version', 'ChannelId', 'ReleaseNotes']} />}
          <TextInput
            label="Version"
            required
            value={version ?? next.data ?? ''}
            error={fieldProblem(creating.error, 'Version')}
            onChange={({ currentTarget }) => setVersion(currentTarget.value)}
          />
          {(channels.data?.length ?? 0) > 1 && (
            <ChooseOne
              label="Channel"
              description="Decides the lifecycle of the release"
              required
              from={channels.data}
              value={chosen}
              error={fieldProblem(creating.error, 'ChannelId')}
              onChange={setChannelId}
            />
          )}
          <Textarea
            label="Release notes"
            description="Markdown"
            autosize
            minRows={5}
            value={notes}
            error={fieldProblem(creating.error, 'ReleaseNotes')}
            onChange={({ currentTarget }) => setNotes(currentTarget.value)}
          />
          <Group>
            <Button type="submit" loading={creating.isPending}>
              Create release
            </Button>
          </Group>
        </Stack>
      </Paper>
    </Page>
  )
}
