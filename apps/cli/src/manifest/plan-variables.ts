import { isDeepStrictEqual } from 'node:util'
import type { Api } from './api.ts'
import { inside } from './codec.ts'
import { type Doc, nameOf, textsIn } from './document.ts'
import { type Kind, projectKind } from './kinds.ts'
import type { Names } from './names.ts'
import type { Change, Planning } from './planning.ts'
import {
  comparable,
  completeVariables,
  isSecret,
  mergeVariables,
  readVariables,
  shortenVariables,
  unknownSecrets,
  variablesToWire,
} from './variable-set.ts'
import { placeIn } from './world.ts'

/** The variables of a project or library set. */
export async function planVariables(
  { api, world, at, notes, replacesSecrets }: Planning,
  item: Doc,
  { path, owner }: { readonly path: string; readonly owner: Kind },
): Promise<readonly Change[]> {
  if (item.variables === undefined) return []
  const name = nameOf(item)
  const project = owner === projectKind ? name : undefined
  const here = inside({ ...at, path, project }, 'variables')
  const addressOf = async (sending: Api, names: Names) => {
    const id = names.idOf(owner.named!, name)
    if (owner === projectKind) return `projects/${id}/variables`
    return `variables/${(await sending.get(`${owner.route}/${id}`)).VariableSetId}`
  }
  const isThere = world.names.idOf(owner.named!, name) !== undefined
  const live = isThere ? await api.get(await addressOf(api, world.names)) : undefined
  const found = readVariables(live?.Variables, here)
  const complete = found.known.map((variable) => variable.complete)
  const wanted = completeVariables(item.variables, here)
  const merged = mergeVariables(complete, wanted)
  const sendsSecrets = replacesSecrets && wanted.some((variable) => isSecret(variable) && variable.value !== null)
  if (!sendsSecrets && isDeepStrictEqual(merged.map(comparable), complete.map(comparable))) return []
  for (const secret of unknownSecrets(complete, wanted))
    notes.push(`The secret '${secret}' of ${name} will be blank: give it a value with 'valueFrom', or on the server.`)
  return [
    {
      kind: complete.length === 0 ? 'create' : 'change',
      what: `variables of ${name}`,
      differences: [
        {
          key: 'variables',
          before: complete.length === 0 ? undefined : shortenVariables(complete),
          after: shortenVariables(merged),
        },
      ],
      apply: async (sending, names) => {
        const address = await addressOf(sending, names)
        const before = live ?? (await sending.get(address))
        const place = placeIn(names, `${path}.variables`, project)
        const Variables = variablesToWire(merged, place, readVariables(before.Variables, place), replacesSecrets)
        const saved = await sending.put(address, { ...before, Variables })
        for (const warning of textsIn(saved.Warnings)) notes.push(`${name}: ${warning}`)
      },
    },
  ]
}
