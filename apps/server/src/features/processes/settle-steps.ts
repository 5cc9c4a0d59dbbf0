import { randomUUID } from 'node:crypto'
import { type Process, parseProcess, validateProcess } from '@flotilla/domain/processes'
import { canonicalId } from '../../database/ids.ts'
import { slugOf } from '../../database/slugs.ts'
import { badRequest } from '../../http/errors.ts'
import type { ActionDocument, StepDocument } from './schema.ts'

/**
 * Steps as they are stored: what came without an id or slug gets one, blank words become their defaults. Refuses with 400
 * what could not work, one sentence per problem.
 */
export function settleSteps(given: readonly StepDocument[]): readonly StepDocument[] {
  const process = parseSound(given)
  const stepSlugs = new Set<string>()
  const actionSlugs = new Set<string>()
  return given.map((step, index) => {
    const parsed = process.steps[index]!
    return {
      ...step,
      Id: step.Id || randomUUID(),
      Name: parsed.name,
      Slug: uniqueSlug(step.Slug || parsed.name, stepSlugs),
      PackageRequirement: parsed.packageRequirement,
      Condition: parsed.condition.kind,
      StartTrigger: parsed.startTrigger,
      Actions: step.Actions.map((action, place) => ({
        ...settleAction(action),
        Name: parsed.actions[place]!.name,
        Slug: uniqueSlug(action.Slug || parsed.actions[place]!.name, actionSlugs),
        Condition: parsed.actions[place]!.condition.kind,
      })),
    }
  })
}

function parseSound(given: readonly StepDocument[]): Process {
  const parsed = parseProcess({ Steps: given })
  const issues = parsed.ok ? validateProcess(parsed.value) : parsed.error
  if (!parsed.ok || issues.length > 0) throw badRequest(...issues.map(({ path, message }) => `${path}: ${message}`))
  return parsed.value
}

const settleAction = (action: ActionDocument): ActionDocument => ({
  ...action,
  Id: action.Id || randomUUID(),
  ActionType: action.ActionType.trim(),
  WorkerPoolId: action.WorkerPoolId && canonicalId(action.WorkerPoolId),
  Environments: action.Environments.map(canonicalId),
  ExcludedEnvironments: action.ExcludedEnvironments.map(canonicalId),
  Channels: action.Channels.map(canonicalId),
  Packages: action.Packages.map((reference) => ({
    ...reference,
    Id: (reference as { Id?: string }).Id || randomUUID(),
    AcquisitionLocation: reference.AcquisitionLocation || 'Server',
  })),
})

function uniqueSlug(wanted: string, taken: Set<string>): string {
  const base = slugOf(wanted)
  let slug = base
  for (let n = 2; taken.has(slug); n += 1) slug = `${base}-${n}`
  taken.add(slug)
  return slug
}
