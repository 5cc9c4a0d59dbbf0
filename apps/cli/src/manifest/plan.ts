import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Api } from './api.ts'
import { completeFields, type Field, fieldsFromWire, fieldsToWire, inside, type Place } from './codec.ts'
import { type Doc, docsIn, isSameName, nameOf } from './document.ts'
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
  teamRoleFields,
  tenantKind,
  triggerKind,
  userKind,
} from './kinds.ts'
import { type NamedKind, Names } from './names.ts'
import { ManifestError, type Problem } from './problem.ts'
import { actionNames, processSteps } from './process-steps.ts'
import type { Manifest } from './read-manifest.ts'
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
import { addName, addSteps, LISTED, placeIn, type World } from './world.ts'

/** One value that is to be another, in the words of a manifest. */
export interface Difference {
  readonly key: string
  readonly before: unknown
  readonly after: unknown
}

/** One request that is needed to get what a manifest says. */
export interface Change {
  readonly kind: 'create' | 'change'
  readonly what: string
  readonly differences: readonly Difference[]
  /** Sends it. Names of what earlier changes made are in `names` by then. */
  readonly apply: (api: Api, names: Names) => Promise<void>
}

export interface Plan {
  readonly changes: readonly Change[]
  /** What the reader of the plan should know besides. */
  readonly notes: readonly string[]
}

interface Planning {
  readonly api: Api
  readonly world: World
  readonly manifest: Manifest
  readonly replacesSecrets: boolean
  readonly at: Place
  readonly notes: string[]
}

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

/** Names that the manifest itself gives something. */
function declaredNames(manifest: Manifest): Names {
  const declared = new Names()
  for (const { list, named } of LISTED)
    for (const item of named ? (manifest[list] ?? []) : []) declared.add(named!, nameOf(item), nameOf(item))
  for (const item of manifest.projects ?? []) {
    const project = nameOf(item)
    for (const channel of docsIn(item.channels)) declared.add('channel', nameOf(channel), nameOf(channel), { project })
    for (const step of actionNames(item.process)) declared.add('step', step, step, { project })
  }
  return declared
}

/** Where a name is enough if the server has it or the manifest makes it; any other is a problem. */
function planningPlace(known: Names, declared: Names, problems: Problem[]): Place {
  return {
    path: '',
    idOf: (kind, name, at) => {
      const id = known.idOf(kind, name, at) ?? declared.idOf(kind, name, at)
      if (id !== undefined) return id
      problems.push({ path: at.path, message: `there is no ${kind} '${name}'.`, remedy: remedyFor(kind, at) })
      return name
    },
    nameOf: (kind, id) => known.nameOf(kind, id),
  }
}

const remedyFor = (kind: NamedKind, { project }: Place): string =>
  kind === 'channel' || kind === 'step'
    ? `Check the spelling, or add it to the project '${project}' in the manifest.`
    : 'Check the spelling, or add it to the manifest.'

const planInProject = (planning: Planning, kind: Kind, project: Doc, path: string): readonly Change[] =>
  docsIn(project[kind.list]).flatMap((item, index) =>
    planItem(planning, kind, item, `${path}.${kind.list}[${index}]`, nameOf(project)),
  )

/** A document of its own: created when there is none of that name, else changed where it differs. */
function planItem(planning: Planning, kind: Kind, item: Doc, path: string, project?: string): readonly Change[] {
  const { world, at } = planning
  const name = nameOf(item)
  const current = findIn(world, kind, name, project)
  const written = current ? item : { ...kind.ofNew, ...item }
  const fields = kind.fields.filter(({ key }) => written[key] !== undefined)
  const here: Place = { ...at, path, project }
  const wanted = completeFields(fields, written, here)
  const found = current ? fieldsFromWire(fields, current, here) : {}
  const differing = fields.filter(({ key, codec }) =>
    current ? !(codec.covers ?? isDeepStrictEqual)(wanted[key], found[key]) : true,
  )
  if (current && differing.length === 0) return []
  return [
    {
      kind: current ? 'change' : 'create',
      what: `${kind.word} ${name}${project === undefined ? '' : ` of ${project}`}`,
      differences: differing.map((field) => differenceOf(field, found[field.key], wanted[field.key])),
      apply: async (api, names) => {
        const place = { ...placeIn(names, path, project) }
        // What came along with something made a moment ago (the channel of a new project) is taken, not made again.
        const id = current?.Id ?? (kind === channelKind ? names.idOf('channel', name, { project }) : undefined)
        const before = current ?? (id === undefined ? undefined : await api.get(`${kind.route}/${id}`))
        const changed = {
          [kind.nameField]: before?.[kind.nameField] ?? name,
          ...fieldsToWire(fields, wanted, place, before),
        }
        if (before)
          addName(
            names,
            kind,
            await api.put(`${kind.route}/${before.Id}`, { ...before, ...changed, ...renamed(current, kind, name) }),
          )
        else await createItem(api, names, kind, { ...changed, ...ofNew(kind, item, place) }, item)
      },
    },
  ]
}

const renamed = (current: Doc | undefined, { nameField }: Kind, name: string): Doc =>
  current ? {} : { [nameField]: name }

const differenceOf = ({ key, codec }: Field, before: unknown, after: unknown): Difference => ({
  key,
  before: before === undefined || before === null ? undefined : codec.shorten(before),
  after: after === null ? undefined : codec.shorten(after),
})

function findIn({ found, names }: World, kind: Kind, name: string, project: string | undefined): Doc | undefined {
  const projectId = project === undefined ? undefined : names.idOf('project', project)
  if (project !== undefined && projectId === undefined) return undefined
  return found
    .get(kind)!
    .find((one) => isSameName(one[kind.nameField], name) && (projectId === undefined || one.ProjectId === projectId))
}

function ofNew(kind: Kind, item: Doc, at: Place): Doc {
  if (kind === channelKind || kind === triggerKind) return { ProjectId: at.idOf('project', at.project!, at) }
  // A person needs a password to be made. Nobody knows this one: an administrator sets another or gives an API key.
  return kind === userKind && item.service !== true ? { Password: randomBytes(24).toString('base64url') } : {}
}

async function createItem(api: Api, names: Names, kind: Kind, body: Doc, item: Doc): Promise<void> {
  const made = await api.post(kind.route, body)
  addName(names, kind, made)
  if (kind !== projectKind) return
  const project = nameOf(item)
  const channels = docsIn(item.channels)
  for (const channel of docsIn((await api.get(`projects/${made.Id}/channels`)).Items)) {
    // The channel that a project comes with is its default one: it gets the name that the manifest gives that.
    const named = channels.some((one) => isSameName(nameOf(one), channel.Name))
    const takes = named ? undefined : channels.find((one) => one.default === true)
    names.add('channel', takes ? nameOf(takes) : String(channel.Name), String(channel.Id), { project })
  }
}

async function planProcess({ api, world, at }: Planning, item: Doc, path: string): Promise<readonly Change[]> {
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

async function planVariables(
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
        await sending.put(address, { ...before, Variables })
      },
    },
  ]
}

/** Roles that a team lacks are given to it; those that it has besides stay. */
function planRoles({ world, at }: Planning, item: Doc, path: string): readonly Change[] {
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
