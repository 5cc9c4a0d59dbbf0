import { isDeepStrictEqual } from 'node:util'
import { completeFields, fieldsFromWire, fieldsToWire } from './codec.ts'
import { type Doc, docsIn, nameOf } from './document.ts'
import { teamRoleFields } from './kinds.ts'
import type { Change, Planning } from './planning.ts'
import { placeIn } from './world.ts'

/** Roles that a team lacks are given to it; those that it has besides stay. */
export function planRoles({ world, at }: Planning, item: Doc, path: string): readonly Change[] {
  const team = nameOf(item)
  const id = world.names.idOf('team', team)
  const had = world.teamRoles
    .filter(({ TeamId }) => TeamId === id)
    .map((role) => fieldsFromWire(teamRoleFields, role, at))
  return docsIn(item.roles).flatMap((role, index) => {
    const here = { ...at, path: `${path}.roles[${index}]` }
    const wanted = completeFields(teamRoleFields, role, here)
    if (had.some((one) => isDeepStrictEqual(one, wanted))) return []
    const change: Change = {
      kind: 'create',
      what: `role ${wanted.role} of team ${team}`,
      differences: Object.entries(role).map(([key, after]) => ({ key, before: undefined, after })),
      apply: async (api, names) => {
        const wire = fieldsToWire(teamRoleFields, wanted, placeIn(names, here.path))
        await api.post('scopeduserroles', { ...wire, TeamId: names.idOf('team', team) })
      },
    }
    return [change]
  })
}
