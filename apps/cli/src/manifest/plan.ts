import type { Api } from './api.ts'
import type { Doc } from './document.ts'
import {
  channelKind,
  environmentKind,
  type Kind,
  libraryVariableSetKind,
  lifecycleKind,
  projectGroupKind,
  projectKind,
  tagSetKind,
  targetKind,
  teamKind,
  tenantKind,
  triggerKind,
  userKind,
} from './kinds.ts'
import { planInProject, planItem } from './plan-items.ts'
import { planProcess } from './plan-process.ts'
import { planRoles } from './plan-roles.ts'
import { planVariables } from './plan-variables.ts'
import { type Change, declaredNames, type Plan, type Planning, planningPlace } from './planning.ts'
import { ManifestError, type Problem } from './problem.ts'
import type { Manifest } from './read-manifest.ts'
import type { World } from './world.ts'

/**
 * Compares a manifest with what a space has.
 *
 * A key that the manifest leaves out is left as it is, and nothing is deleted. Changes come in an order in which each
 * needs only those before it.
 * Errors: `ManifestError` when it names things that neither it nor the server has.
 */
export async function planManifest(
  api: Api,
  world: World,
  manifest: Manifest,
  { replacesSecrets = false }: { readonly replacesSecrets?: boolean } = {},
): Promise<Plan> {
  const problems: Problem[] = []
  const at = planningPlace(world.names, declaredNames(manifest), problems)
  const planning: Planning = { api, world, manifest, replacesSecrets, at, notes: [] }
  const simple = (kind: Kind) =>
    listIn(planning, kind).flatMap(({ item, path }) => planItem(planning, kind, item, path))
  const projects = listIn(planning, projectKind)
  const changes = [
    ...[tagSetKind, environmentKind, lifecycleKind, projectGroupKind, libraryVariableSetKind].flatMap(simple),
    ...[userKind, teamKind, projectKind].flatMap(simple),
    ...projects.flatMap(({ item, path }) => planInProject(planning, channelKind, item, path)),
    ...[tenantKind, targetKind].flatMap(simple),
    ...(await inTurn(projects, ({ item, path }) => planProcess(planning, item, path))),
    ...(await inTurn(listIn(planning, libraryVariableSetKind), ({ item, path }) =>
      planVariables(planning, item, { path, owner: libraryVariableSetKind }),
    )),
    ...(await inTurn(projects, ({ item, path }) => planVariables(planning, item, { path, owner: projectKind }))),
    ...projects.flatMap(({ item, path }) => planInProject(planning, triggerKind, item, path)),
    ...listIn(planning, teamKind).flatMap(({ item, path }) => planRoles(planning, item, path)),
  ]
  if (problems.length > 0) throw new ManifestError(problems)
  return { changes, notes: planning.notes }
}

const listIn = ({ manifest }: Planning, { list }: Kind): readonly { readonly item: Doc; readonly path: string }[] =>
  (manifest[list] ?? []).map((item, index) => ({ item, path: `${list}[${index}]` }))

async function inTurn<T>(items: readonly T[], plan: (item: T) => Promise<readonly Change[]>): Promise<Change[]> {
  const changes: Change[] = []
  for (const item of items) changes.push(...(await plan(item)))
  return changes
}
