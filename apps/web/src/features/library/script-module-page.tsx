import { type LibraryVariableSet, loadVariableSet, type VariableSet } from '@flotilla/api'
import { Group, Select, Stack } from '@mantine/core'
import { useChange, useRead } from '../../api/queries.ts'
import { CodeEditor } from '../../ui/code-editor.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { useLibrarySet } from './load-set.ts'
import { readModule, withModule } from './script-module.ts'
import { SetFrame } from './set-frame.tsx'

/** Functions that scripts of many projects use. */
export function ScriptModulePage() {
  const set = useLibrarySet()
  return <Loaded of={set}>{(found) => <Details set={found} />}</Loaded>
}

function Details({ set }: { readonly set: LibraryVariableSet }) {
  const variables = useRead(['variables', set.VariableSetId], (client) => loadVariableSet(client, set.VariableSetId))
  return (
    <SetFrame set={set} part={{ path: 'script-modules', name: 'Script modules' }}>
      <Loaded of={variables}>
        {(found) => <Editor name={set.Name} stored={found} readAgain={variables.refetch} />}
      </Loaded>
    </SetFrame>
  )
}

function Editor({
  name,
  stored,
  readAgain,
}: {
  readonly name: string
  readonly stored: VariableSet
  readonly readAgain: () => Promise<unknown>
}) {
  const saving = useChange((client, set: VariableSet) => client.put<VariableSet>(`~/variables/${set.Id}`, set))
  const draft = useDraft(stored, readAgain, saving)
  const module = readModule(draft.value, name)
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <Select
          label="Language"
          description="Scripts of this language have it at hand"
          data={['Bash', 'PowerShell', 'Python']}
          value={module.language}
          allowDeselect={false}
          onChange={(language) => draft.change(withModule(draft.value, { ...module, language: language ?? 'Bash' }))}
        />
        <DraftButtons draft={draft} />
      </Group>
      {saving.error && <Problem error={saving.error} />}
      <CodeEditor
        label="Code"
        language={module.language}
        value={module.body}
        variables={[]}
        onChange={(body) => draft.change(withModule(draft.value, { ...module, body }))}
      />
    </Stack>
  )
}
