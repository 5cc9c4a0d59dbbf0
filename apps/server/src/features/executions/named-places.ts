import type { TenantId } from '@flotilla/domain'
import type { Process } from '@flotilla/domain/processes'
import type { Tx } from '../../database/connection.ts'
import { type Document, findDocuments } from '../../database/documents.ts'
import { badRequest } from '../../http/errors.ts'
import type { Space } from '../context.ts'
import type { ExecutionSource } from '../deployments/execution.ts'
import { nameAnswers } from '../deployments/named-answers.ts'
import { KINDS } from '../kinds.ts'
import { checkTags } from '../tag-sets/check-tags.ts'
import { selectPlaces } from '../tenants/select-places.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { findAllNamed } from './find-named.ts'

/** Refuses with everything that stands against a command, each sentence once. */
export function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw badRequest(...new Set(problems))
}

/** What a command chooses of machines and steps, by name. */
export interface Choice {
  readonly specificMachineNames: readonly string[]
  readonly excludedMachineNames: readonly string[]
  readonly skipStepNames: readonly string[]
}

/** The machines and actions that are named, and a sentence for each name that nothing has. */
export async function findChosen(
  tx: Tx,
  space: Space,
  source: { readonly process: Process; readonly what: 'release' | 'runbook' },
  choice: Choice,
) {
  const machines = async (field: string, names: readonly string[]) =>
    findAllNamed(tx, KINDS.machine, field, names, { spaceId: space.id })
  const specific = await machines('SpecificMachineNames', choice.specificMachineNames)
  const excluded = await machines('ExcludedMachineNames', choice.excludedMachineNames)
  const skipped = skippedActions(source, choice.skipStepNames)
  return {
    ask: {
      specificMachineIds: specific.documents.map(({ Id }) => Id),
      excludedMachineIds: excluded.documents.map(({ Id }) => Id),
      skipActions: skipped.actionIds,
    },
    problems: [...specific.problems, ...excluded.problems, ...skipped.problems],
  }
}

/** The actions of the steps named; an action of a step may be named too. */
function skippedActions(
  { process, what }: { readonly process: Process; readonly what: string },
  names: readonly string[],
) {
  const isNamed = (name: string, thing: { readonly id: string; readonly name: string; readonly slug: string }) =>
    [thing.id, thing.name, thing.slug].some((known) => known.toLowerCase() === name.trim().toLowerCase())
  const found = names.map((name) => ({
    name,
    ids: process.steps.flatMap((step) =>
      step.actions.filter((action) => isNamed(name, step) || isNamed(name, action)).map(({ id }) => id as string),
    ),
  }))
  return {
    actionIds: [...new Set(found.flatMap(({ ids }) => ids))],
    problems: found
      .filter(({ ids }) => ids.length === 0)
      .map(({ name }) => `SkipStepNames: the ${what} has no step '${name}'.`),
  }
}

interface NamedPlace {
  readonly environment: Document
  readonly tenant: Document | null
}

/** The places that a command means: nobody's in each environment, or in each those of the tenants named or chosen by tags. */
export async function placesOf(
  tx: Tx,
  space: Space,
  projectId: string,
  environments: readonly Document[],
  tenants: { readonly names: readonly string[]; readonly tags: readonly string[] } | null,
): Promise<{ readonly places: readonly NamedPlace[]; readonly problems: readonly string[] }> {
  if (!tenants) return { places: environments.map((environment) => ({ environment, tenant: null })), problems: [] }
  if (tenants.names.length + tenants.tags.length === 0)
    return { places: [], problems: ['Tenants: name at least one tenant, or a tag in TenantTags.'] }
  const named = await findAllNamed(tx, KINDS.tenant, 'Tenants', tenants.names, { spaceId: space.id })
  const problems = [
    ...named.problems,
    ...(await checkTags({ tx, spaceId: space.id }, { field: 'TenantTags', scope: 'Tenant', tags: tenants.tags })),
  ]
  if (problems.length > 0) return { places: [], problems }
  const places: NamedPlace[] = []
  for (const environment of environments) {
    const selected = await selectPlaces(tx, {
      projectId,
      environmentId: environment.Id,
      selection: { tenantIds: named.documents.map(({ Id }) => Id as TenantId), tenantTags: tenants.tags },
    })
    if (selected.length === 0)
      problems.push(`TenantTags: no tenant with these tags is connected to the project in ${environment.Name}.`)
    const known = await findDocuments(
      tx,
      KINDS.tenant,
      selected.map(({ tenantId }) => tenantId!),
    )
    places.push(...selected.map(({ tenantId }) => ({ environment, tenant: known.get(tenantId!)! })))
  }
  return { places, problems }
}

/** The answers in each place. A question may be asked in some of them only; a name that none asks for is refused. */
export async function answersOf(
  tx: Tx,
  source: ExecutionSource,
  what: string,
  places: readonly NamedPlace[],
  variables: Readonly<Record<string, string>>,
) {
  const answers: { readonly place: NamedPlace; readonly formValues: Readonly<Record<string, string>> }[] = []
  const unknownNames = new Set(Object.keys(variables))
  for (const place of places) {
    const { formValues, unknown: unasked } = await nameAnswers(tx, variables, source, {
      environment: { id: place.environment.Id, name: place.environment.Name },
      tenant: place.tenant && tenantOf(place.tenant),
    })
    answers.push({ place, formValues })
    for (const name of unknownNames) if (!unasked.includes(name)) unknownNames.delete(name)
  }
  refuse([...unknownNames].map((name) => `Variables: ${what} asks for nothing called '${name}'.`))
  return answers
}

/** A sentence about a deployment or run, naming the field of the command that it came from. */
export function inWordsOf(fields: Readonly<Record<string, string>>, sentence: string): string {
  const named: Readonly<Record<string, string>> = {
    SpecificMachineIds: 'SpecificMachineNames',
    ExcludedMachineIds: 'ExcludedMachineNames',
    SkipActions: 'SkipStepNames',
    FormValues: 'Variables',
    ...fields,
  }
  return sentence
    .replace(/^\w+(?=:)/, (field) => named[field] ?? field)
    .replace('QueueTimeExpiry: must be after QueueTime', 'NoRunAfter: must be after RunAt')
}
