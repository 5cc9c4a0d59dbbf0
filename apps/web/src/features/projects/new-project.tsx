import { cloneDocument, createDocument } from '@flotilla/api'
import { Textarea, TextInput } from '@mantine/core'
import { useNavigate } from 'react-router'
import { useChange, useDocuments } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'

const NOTHING = { Name: '', Description: '', ProjectGroupId: '', LifecycleId: '', sourceId: '' }

/** A project of its own, or a copy of another; its steps come next. */
export function NewProject({ onClose }: { readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const projects = useDocuments('projects')
  const groups = useDocuments('projectgroups')
  const lifecycles = useDocuments('lifecycles')
  const saving = useChange(async (client, { sourceId, ...given }: typeof NOTHING) => {
    const made = sourceId
      ? await cloneDocument(client, 'projects', sourceId, given)
      : await createDocument(client, 'projects', given)
    void go(to('projects', made.Slug, 'process'))
  })
  const form = useForm(NOTHING, saving)
  const LifecycleId = form.draft.LifecycleId || (lifecycles.data?.[0]?.Id ?? '')
  return (
    <FormDialog
      title="A new project"
      verb="Create the project"
      form={{ ...form, draft: { ...form.draft, LifecycleId } }}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Textarea label="About" description="Markdown" autosize minRows={2} {...form.text('Description')} />
      <ChooseOne
        label="Lifecycle"
        description="The environments that its releases pass, and their order"
        required
        from={lifecycles.data}
        {...form.field('LifecycleId')}
        value={LifecycleId}
      />
      <ChooseOne label="Group" whenNone="the default group" from={groups.data} {...form.field('ProjectGroupId')} />
      <ChooseOne
        label="Copy of"
        description="With its steps, variables, channels and triggers"
        whenNone="nothing: begin with an empty project"
        from={projects.data}
        {...form.field('sourceId')}
      />
    </FormDialog>
  )
}
