import { cloneDocument, createDocument, listDocuments } from '@flotilla/api'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

/** A project of its own, or a copy of another; its steps come next. */
export function NewProject({ onClose }: { readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const projects = useRead(['projects'], (client) => listDocuments(client, 'projects'))
  const groups = useRead(['projectgroups'], (client) => listDocuments(client, 'projectgroups'))
  const lifecycles = useRead(['lifecycles'], (client) => listDocuments(client, 'lifecycles'))
  const [draft, setDraft] = useState({ Name: '', Description: '', ProjectGroupId: '', LifecycleId: '', sourceId: '' })
  const lifecycleId = draft.LifecycleId || (lifecycles.data?.[0]?.Id ?? '')
  const saving = useChange(async (client, { sourceId, ...given }: typeof draft) => {
    const made = sourceId
      ? await cloneDocument(client, 'projects', sourceId, given)
      : await createDocument(client, 'projects', given)
    void go(to('projects', made.Slug, 'process'))
  })
  const { error } = saving
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  return (
    <FormDialog
      title="A new project"
      verb="Create the project"
      value={{ ...draft, LifecycleId: lifecycleId }}
      saving={saving}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(error, 'Name')}
        onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="About"
        description="Markdown"
        autosize
        minRows={2}
        value={draft.Description}
        onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
      />
      <ChooseOne
        label="Lifecycle"
        description="The environments that its releases pass, and their order"
        required
        from={lifecycles.data}
        value={lifecycleId}
        error={fieldProblem(error, 'LifecycleId')}
        onChange={(LifecycleId) => change({ LifecycleId })}
      />
      <ChooseOne
        label="Group"
        whenNone="the default group"
        from={groups.data}
        value={draft.ProjectGroupId}
        error={fieldProblem(error, 'ProjectGroupId')}
        onChange={(ProjectGroupId) => change({ ProjectGroupId })}
      />
      <ChooseOne
        label="Copy of"
        description="With its steps, variables, channels and triggers"
        whenNone="nothing: begin with an empty project"
        from={projects.data}
        value={draft.sourceId}
        onChange={(sourceId) => change({ sourceId })}
      />
    </FormDialog>
  )
}
