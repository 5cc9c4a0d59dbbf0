import type { Schema } from '@flotilla/api'
import { IconFile } from '@tabler/icons-react'
import { useRead } from '../../api/queries.ts'
import { serverUrl } from '../../api/session.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'

/** The files that scripts of a task have kept. */
export function Artifacts({ taskId }: { readonly taskId: string }) {
  const artifacts = useRead(['artifacts', taskId], (client) =>
    client.all<Schema<'Artifact'>>('~/artifacts', { regarding: taskId }),
  )
  return (
    <Loaded of={artifacts}>
      {(all) =>
        all.length === 0 ? (
          <Empty icon={IconFile} title="No artifacts">
            A script keeps a file with <code>new_octopusartifact path</code>; it can be downloaded here then.
          </Empty>
        ) : (
          <ul>
            {all.map(({ Id, Filename, Links }) => (
              <li key={Id}>
                <a href={`${serverUrl}${Links.Content}`} download={Filename}>
                  {Filename}
                </a>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}
