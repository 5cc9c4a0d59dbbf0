import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Api } from './api.ts'
import { completeFields, type Field, fieldsFromWire, fieldsToWire, type Place } from './codec.ts'
import { type Doc, docsIn, isSameName, nameOf } from './document.ts'
import { channelKind, type Kind, projectKind, triggerKind, userKind } from './kinds.ts'
import type { Names } from './names.ts'
import type { Change, Difference, Planning } from './planning.ts'
import { addName, placeIn, type World } from './world.ts'

/** Channels and triggers, which are documents that belong to a project. */
export const planInProject = (planning: Planning, kind: Kind, project: Doc, path: string): readonly Change[] =>
  docsIn(project[kind.list]).flatMap((item, index) =>
    planItem(planning, kind, item, `${path}.${kind.list}[${index}]`, nameOf(project)),
  )

/** A document of its own: created when there is none of that name, else changed where it differs. */
export function planItem(planning: Planning, kind: Kind, item: Doc, path: string, project?: string): readonly Change[] {
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
        const place = placeIn(names, path, project)
        const before = current ?? (await cameAlong(api, names, kind, name, project))
        const wire = fieldsToWire(fields, wanted, place, before)
        if (!before)
          return createItem(api, names, kind, { [kind.nameField]: name, ...wire, ...ofNew(kind, item, place) }, item)
        const body = { ...before, ...(current ? {} : { [kind.nameField]: name }), ...wire }
        addName(names, kind, await api.put(`${kind.route}/${before.Id}`, body))
      },
    },
  ]
}

/** What came along with something made a moment ago (the channel of a new project) is taken, not made again. */
async function cameAlong(
  api: Api,
  names: Names,
  kind: Kind,
  name: string,
  project: string | undefined,
): Promise<Doc | undefined> {
  const id = kind === channelKind ? names.idOf('channel', name, { project }) : undefined
  return id === undefined ? undefined : api.get(`${kind.route}/${id}`)
}

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
