import { findRelease, type Project } from '@flotilla/api'
import { useParams } from 'react-router'
import { useRead } from '../../api/queries.ts'

/** The release of the address, which names it by its version. */
export function useRelease(project: Project) {
  const { version = '' } = useParams()
  return useRead(['releases', project.Id, version], async (client) => {
    const found = await findRelease(client, project.Id, version)
    if (!found) throw new Error(`${project.Name} has no release ${version}.`)
    return found
  })
}
