import type { LibraryVariableSet } from '@flotilla/api'
import { useParams } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'

/** The set of the address. */
export function useLibrarySet() {
  const { id = '' } = useParams()
  return useRead(['library-variable-sets', id], (client) =>
    client.get<LibraryVariableSet>(`~/libraryvariablesets/${encodeURIComponent(id)}`),
  )
}

/** Saves a set with some of its fields changed. */
export const useSavedSet = (set: LibraryVariableSet) =>
  useChange((client, change: Partial<LibraryVariableSet>) =>
    client.put<LibraryVariableSet>(`~/libraryvariablesets/${set.Id}`, { ...set, ...change }),
  )
