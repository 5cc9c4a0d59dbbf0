import { isDeepStrictEqual } from 'node:util'
import { inside } from './codec.ts'
import { type Doc, docsIn, nameOf } from './document.ts'
import type { Change, Planning } from './planning.ts'
import { processSteps } from './process-steps.ts'
import { addSteps, placeIn } from './world.ts'

/** The process of a project, which a manifest gives as a whole. */
export async function planProcess({ api, world, at }: Planning, item: Doc, path: string): Promise<readonly Change[]> {
  const project = nameOf(item)
  if (item.process === undefined && item.variables === undefined) return []
  const id = world.names.idOf('project', project)
  const live = id === undefined ? undefined : await api.get(`projects/${id}/deploymentprocesses`)
  if (live) addSteps(world.names, project, live)
  if (item.process === undefined) return []
  const here = inside({ ...at, path, project }, 'process')
  const wanted = processSteps.complete(item.process, here)
  const found = processSteps.fromWire(live?.Steps ?? [], here)
  if (isDeepStrictEqual(wanted, found)) return []
  return [
    {
      kind: docsIn(found).length === 0 ? 'create' : 'change',
      what: `process of ${project}`,
      differences: [{ key: 'process', before: shortOrNone(found), after: processSteps.shorten(wanted) }],
      apply: async (sending, names) => {
        const address = `projects/${names.idOf('project', project)}/deploymentprocesses`
        const before = live ?? (await sending.get(address))
        const Steps = processSteps.toWire(wanted, placeIn(names, `${path}.process`, project), before.Steps)
        addSteps(names, project, await sending.put(address, { ...before, Steps }))
      },
    },
  ]
}

const shortOrNone = (found: unknown): unknown => (docsIn(found).length === 0 ? undefined : processSteps.shorten(found))
