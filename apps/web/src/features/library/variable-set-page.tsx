import type { LibraryVariableSet } from '@flotilla/api'
import { Stack } from '@mantine/core'
import { Navigate } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Loaded } from '../../ui/page.tsx'
import { VariableEditor } from '../variables/variable-editor.tsx'
import { type Template, VariableTemplates } from '../variables/variable-templates.tsx'
import { useLibrarySet, useSavedSet } from './load-set.ts'
import { SetFrame } from './set-frame.tsx'

/** Variables that many projects use, and what they ask tenants for. */
export function VariableSetPage() {
  const set = useLibrarySet()
  const to = useTo()
  return (
    <Loaded of={set}>
      {(found) =>
        found.ContentType === 'ScriptModule' ? (
          <Navigate to={to('library', 'script-modules', found.Id)} replace />
        ) : (
          <Details set={found} />
        )
      }
    </Loaded>
  )
}

function Details({ set }: { readonly set: LibraryVariableSet }) {
  const saving = useSavedSet(set)
  return (
    <SetFrame set={set} part={{ path: 'variable-sets', name: 'Variable sets' }}>
      <Stack gap="xl">
        <VariableEditor setId={set.VariableSetId} />
        <VariableTemplates
          about="Each tenant of a project that uses this set gives its own value, the same in every environment."
          templates={set.Templates}
          saving={{
            ...saving,
            mutateAsync: (Templates: readonly Template[]) => saving.mutateAsync({ Templates }),
          }}
        />
      </Stack>
    </SetFrame>
  )
}
