import { type LibraryVariableSet, listDocuments } from '@flotilla/api'
import { Switch, Textarea, TextInput } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { ChooseMany, ChooseOne } from '../../ui/choose.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import type { SettingsPart } from './settings-page.tsx'

/** What a project is called, where it is listed, and what it takes from the library. */
export function GeneralSettings({ project, error, onChange }: SettingsPart) {
  const groups = useRead(['projectgroups'], (client) => listDocuments(client, 'projectgroups'))
  const sets = useRead(['library-variable-sets'], (client) => client.all<LibraryVariableSet>('~/libraryvariablesets'))
  return (
    <>
      <TextInput
        label="Name"
        required
        value={project.Name}
        error={fieldProblem(error, 'Name')}
        onChange={({ currentTarget }) => onChange({ Name: currentTarget.value })}
      />
      <Textarea
        label="About"
        description="Markdown"
        autosize
        minRows={2}
        value={project.Description}
        error={fieldProblem(error, 'Description')}
        onChange={({ currentTarget }) => onChange({ Description: currentTarget.value })}
      />
      <ChooseOne
        label="Group"
        required
        from={groups.data}
        value={project.ProjectGroupId}
        error={fieldProblem(error, 'ProjectGroupId')}
        onChange={(ProjectGroupId) => onChange({ ProjectGroupId })}
      />
      <ChooseMany
        label="From the library"
        description="Variable sets and script modules that its steps can use"
        whenNone="nothing"
        from={sets.data}
        value={project.IncludedLibraryVariableSetIds}
        error={fieldProblem(error, 'IncludedLibraryVariableSetIds')}
        onChange={(IncludedLibraryVariableSetIds) => onChange({ IncludedLibraryVariableSetIds })}
      />
      <Switch
        label="Enabled"
        description="A disabled project makes no releases and deploys nothing."
        checked={!project.IsDisabled}
        onChange={({ currentTarget }) => onChange({ IsDisabled: !currentTarget.checked })}
      />
    </>
  )
}
