import type { LibraryVariableSet } from '@flotilla/api'
import { Switch, Textarea, TextInput } from '@mantine/core'
import { useDocuments, useRead } from '../../api/queries.ts'
import { ChooseMany, ChooseOne } from '../../ui/choose.tsx'
import type { SettingsPart } from './settings-page.tsx'

/** What a project is called, where it is listed, and what it takes from the library. */
export function GeneralSettings({ draft }: SettingsPart) {
  const groups = useDocuments('projectgroups')
  const sets = useRead(['library-variable-sets'], (client) => client.all<LibraryVariableSet>('~/libraryvariablesets'))
  return (
    <>
      <TextInput label="Name" required {...draft.text('Name')} />
      <Textarea label="About" description="Markdown" autosize minRows={2} {...draft.text('Description')} />
      <ChooseOne label="Group" required from={groups.data} {...draft.field('ProjectGroupId')} />
      <ChooseMany
        label="From the library"
        description="Variable sets and script modules that its steps can use"
        whenNone="nothing"
        from={sets.data}
        {...draft.field('IncludedLibraryVariableSetIds')}
      />
      <Switch
        label="Enabled"
        description="A disabled project makes no releases and deploys nothing."
        checked={!draft.value.IsDisabled}
        onChange={({ currentTarget }) => draft.change({ IsDisabled: !currentTarget.checked })}
      />
    </>
  )
}
