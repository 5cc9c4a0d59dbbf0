import { loadDocument } from '@flotilla/api'
import { useParams } from 'react-router'
import { useRead } from '../../api/queries.ts'

/** The project of the address, which names it by slug or id. */
export function useProject() {
  const { project: slug = '' } = useParams()
  return useRead(['projects', slug], (client) => loadDocument(client, 'projects', slug))
}
