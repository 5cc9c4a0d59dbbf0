import { stringify } from 'yaml'
import type { Api } from './api.ts'
import { fieldsFromWire, type Place, shortenFields } from './codec.ts'
import { type Doc, textsIn } from './document.ts'
import {
  channelKind,
  type Kind,
  libraryVariableSetKind,
  projectKind,
  teamKind,
  teamRoleFields,
  triggerKind,
  userKind,
} from './kinds.ts'
import { processSteps } from './process-steps.ts'
import { readVariables, shortenVariables } from './variable-set.ts'
import { addSteps, LISTED, loadWorld, placeIn, type World } from './world.ts'

export interface Exported {
  readonly manifest: Doc
  readonly text: string
  /** What the manifest leaves out, a sentence each. */
  readonly notes: readonly string[]
}

/**
 * Writes a space as a manifest. Applying it to an empty space and exporting that gives the same text again.
 *
 * Left out: passwords, API keys, values of secrets, releases and what was deployed. Of the people only the members of the
 * space's teams are written.
 */
export async function exportManifest(api: Api): Promise<Exported> {
  const world = await loadWorld(api)
  const notes: string[] = []
  const manifest: Record<string, readonly Doc[]> = {}
  for (const kind of LISTED) {
    const items: Doc[] = []
    for (const document of documentsOf(world, kind)) {
      const item = writeItem(world, kind, document)
      items.push({ ...item, ...(await writeMore(api, world, kind, document, notes)) })
    }
    if (items.length > 0) manifest[kind.list] = items
  }
  return { manifest, text: stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false }), notes }
}

function documentsOf({ found }: World, kind: Kind): readonly Doc[] {
  const all = found.get(kind)!
  if (kind !== userKind) return all
  const members = new Set(found.get(teamKind)!.flatMap(({ MemberUserIds }) => textsIn(MemberUserIds)))
  return all.filter(({ Id }) => members.has(String(Id)))
}

function writeItem({ names }: World, kind: Kind, document: Doc, project?: string): Doc {
  const name = String(document[kind.nameField])
  const place: Place = placeIn(names, `${kind.word} ${name}`, project)
  return { name, ...shortenFields(kind.fields, fieldsFromWire(kind.fields, document, place)) }
}

/** What belongs to a thing and is not in its own document. */
async function writeMore(api: Api, world: World, kind: Kind, document: Doc, notes: string[]): Promise<Doc> {
  switch (kind) {
    case projectKind:
      return writeProject(api, world, document, notes)
    case libraryVariableSetKind:
      return writeVariables(await api.get(`variables/${document.VariableSetId}`), world, document, notes)
    case teamKind: {
      const given = world.teamRoles.filter(({ TeamId }) => TeamId === document.Id)
      const place = placeIn(world.names, `team ${document.Name}`)
      const roles = given.map((role) => shortenFields(teamRoleFields, fieldsFromWire(teamRoleFields, role, place)))
      return roles.length === 0 ? {} : { roles }
    }
    default:
      return {}
  }
}

async function writeProject(api: Api, world: World, project: Doc, notes: string[]): Promise<Doc> {
  const name = String(project.Name)
  const own = (kind: Kind) =>
    world.found
      .get(kind)!
      .filter(({ ProjectId }) => ProjectId === project.Id)
      .map((document) => writeItem(world, kind, document, name))
  const process = await api.get(`projects/${project.Id}/deploymentprocesses`)
  addSteps(world.names, name, process)
  const place = placeIn(world.names, `project ${name}`, name)
  const steps = processSteps.shorten(processSteps.fromWire(process.Steps, place)) as readonly Doc[]
  const triggers = own(triggerKind)
  return {
    channels: own(channelKind),
    ...(steps.length === 0 ? {} : { process: steps }),
    ...writeVariables(await api.get(`projects/${project.Id}/variables`), world, project, notes),
    ...(triggers.length === 0 ? {} : { triggers }),
  }
}

function writeVariables(set: Doc, world: World, owner: Doc, notes: string[]): Doc {
  const name = String(owner.Name)
  const { known, foreign } = readVariables(set.Variables, placeIn(world.names, `variables of ${name}`, name))
  for (const variable of foreign)
    notes.push(
      `The variable '${variable.Name}' of ${name} has a scope that manifests have no word for; it is left out.`,
    )
  const variables = shortenVariables(known.map(({ complete }) => complete))
  return variables.length === 0 ? {} : { variables }
}
