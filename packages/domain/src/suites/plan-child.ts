import type { Result } from '@flotilla/kit'
import { ok } from '@flotilla/kit'
import { type FutureTimeRefusal, parseFutureTime, type QueueTimes } from '../schedules/index.ts'
import { deployOutputs } from './child-outputs.ts'
import type { ChildNeed, ChildPlan, ChosenRelease, NoteReason, PlanFacts, StopPlan, StopReason } from './child-plan.ts'
import type { ChildWorld, ReleaseDetails } from './child-world.ts'
import { chooseRelease } from './choose-release.ts'
import { chooseSources, type Sources } from './choose-sources.ts'
import { judgeConverging, keepMissing, redeployRequest } from './converge.ts'
import { filterMachines, type MachineAnswer } from './filter-machines.ts'
import { type ChildPlace, looksAtChannel, lookUpChild } from './look-up-child.ts'
import { matchPrompts } from './match-prompts.ts'
import type { ChildRequest } from './parse-child-parameters.ts'
import { beginPlan, note, stop } from './plan-facts.ts'

/**
 * Decides what becomes of a child project: which release goes where, on which machines, or why none does.
 *
 * The one decision that the what-if run, the preview, the log and the real run share. Looks at nothing but its
 * arguments. Answers with what it still needs (`need`) until the world holds it; candidates are asked for in pages,
 * newest first, so a long history is not read further than the first acceptable release.
 * Source: domain reference 10.3 to 10.10, 10.14, 10.15.
 */
export function planChild(asked: ChildRequest, world: ChildWorld): ChildPlan | ChildNeed {
  const request = world.missing ? redeployRequest(asked) : asked
  const place = lookUpChild(request, world)
  if (!place.ok) {
    return stop(beginPlan(request, world), { kind: kindOfLookUp(place.error), why: place.error }, world)
  }
  const { project, destination, tenant } = place.value
  const facts: PlanFacts = {
    ...beginPlan(request, world),
    tenantId: tenant?.id ?? null,
    usesGuidedFailure:
      project.guidedFailure === 'On' ||
      (project.guidedFailure === 'EnvironmentDefault' && destination.usesGuidedFailure),
    reasons: place.value.notes,
  }

  const sources = chooseSources({
    mode: request.mode,
    phases: world.phases,
    destinationId: destination.id,
    namedSourceId: request.sourceName === null ? null : (world.source?.id ?? null),
  })
  if (!sources.ok) return stop(facts, { kind: 'fail', why: sources.error }, world)
  const sourced = note({ ...facts, sourceEnvironmentIds: sources.value.environmentIds }, sources.value.notes)

  const { phases, candidates } = world
  const choice = chooseRelease({ request, place: place.value, sources: sources.value, phases, candidates })
  if (choice.kind === 'need') return choice
  if (choice.kind === 'none') {
    const why = notFound(request, { place: place.value, sources: sources.value, passedOver: choice.passedOver })
    return stop(note(sourced, choice.notes), { kind: NOT_FOUND_KINDS[request.notFound], why }, world)
  }
  const { releaseId, version, channelId } = choice.candidate
  const release: ChosenRelease = { id: releaseId, version, channelId }
  const chosen: PlanFacts = { ...note(sourced, choice.notes), release }

  const details = detailsOf(release, chosen, world)
  if (details === null) {
    const tenantId = chosen.tenantId
    return { kind: 'need', what: 'release-details', releaseId, environmentId: destination.id, tenantId }
  }
  return planRelease({ request, world, place: place.value, details, release, facts: chosen })
}

const NOT_FOUND_KINDS = { Error: 'fail', Warning: 'warn', Skip: 'skip' } as const satisfies Record<
  ChildRequest['notFound'],
  StopPlan['kind']
>

interface ReleaseStage {
  readonly request: ChildRequest
  readonly world: ChildWorld
  readonly place: ChildPlace
  readonly details: ReleaseDetails
  readonly release: ChosenRelease
  readonly facts: PlanFacts
}

/** Rows 14 to 27: the release is known; what it holds decides the rest. */
function planRelease(stage: ReleaseStage): ChildPlan {
  const { request, world, place, details, release } = stage
  const { project, destination } = place
  const asked = filterMachines({
    named: place.named,
    parent: world.parentMachines,
    details,
    ignoresMismatch: request.ignoresMismatch,
  })
  const { missing } = world
  const component = { projectId: project.id, environmentId: destination.id, tenantId: place.tenant?.id ?? null }
  const machines = missing ? keepMissing(asked, missing, component) : asked
  const times = readSchedule(request, world)
  const facts = withTimes(withMachines(stage, machines), request, times)
  if (!times.ok) return stop(facts, { kind: 'fail', why: times.error }, world)

  if (request.mode === 'Promote' && details.current?.releaseId === release.id) {
    const why: StopReason = { code: 'already-deployed', version: release.version, environmentId: destination.id }
    return stop(facts, { kind: 'skip', why }, world)
  }
  if (machines.stop) return stop(facts, { kind: 'skip', why: machines.stop }, world)
  const unwanted = missing && judgeConverging(release, details)
  if (unwanted) return stop(facts, { kind: 'warn', why: unwanted }, world)

  // After the skips: a question about a deployment that is not made is nobody's problem.
  const prompts = matchPrompts(details.prompts, request.promptedValues)
  const prompted = { ...facts, promptedValues: prompts.values }
  // A what-if step is often set up without the values that the real one has, so it is only told.
  const isTold = request.isWhatIf && request.promptedValues.length === 0
  if (prompts.missing.length > 0 && !isTold) {
    return stop(prompted, { kind: 'fail', why: { code: 'prompt-missing', labels: prompts.missing } }, world)
  }
  const last = note(prompted, [
    ...listed(prompts.notAsked, (variableNames) => ({ code: 'prompt-not-asked', variableNames })),
    ...listed(prompts.missing, (labels) => ({ code: 'prompt-still-missing', labels })),
    ...variableNotes(request, details),
  ])
  return {
    ...last,
    kind: 'deploy',
    projectId: project.id,
    environmentId: destination.id,
    release,
    refreshesVariables: details.haveVariablesChanged && request.refreshesVariables,
    outputs: deployOutputs(release, details.notes, request.isWhatIf),
  }
}

function kindOfLookUp(why: StopReason): StopPlan['kind'] {
  if (why.code === 'source-is-destination') return 'skip'
  // A project that takes only tenants is set up wrongly for this parent; any other tenant mismatch is a fact of life.
  if (why.code === 'tenant-not-admitted' && why.because.kind !== 'tenant-required') return 'skip'
  return 'fail'
}

function notFound(
  request: ChildRequest,
  facts: { readonly place: ChildPlace; readonly sources: Sources; readonly passedOver: number },
): StopReason {
  const { place, sources, passedOver } = facts
  const isFromChannel = !sources.lookIn.includes('deployments')
  return {
    code: 'release-not-found',
    lookedFor: isFromChannel ? 'newest' : request.mode === 'Redeploy' ? 'redeployment' : 'promotion',
    sourceEnvironmentIds: sources.environmentIds,
    destinationId: place.destination.id,
    channelId: looksAtChannel(request) ? place.channel.id : null,
    filter: request.mode === 'Redeploy' ? null : request.releaseFilter,
    passedOver,
  }
}

function detailsOf(release: ChosenRelease, facts: PlanFacts, { details }: ChildWorld): ReleaseDetails | null {
  const isAsked =
    details?.releaseId === release.id &&
    details.environmentId === facts.environmentId &&
    details.tenantId === facts.tenantId
  return isAsked ? details : null
}

function readSchedule(
  { futureTime }: ChildRequest,
  { now, timeZone }: ChildWorld,
): Result<QueueTimes | null, FutureTimeRefusal> {
  return futureTime === null ? ok(null) : parseFutureTime(futureTime, { now, timeZone })
}

function withMachines({ facts, details, place }: ReleaseStage, machines: MachineAnswer): PlanFacts {
  const current: readonly NoteReason[] = details.current
    ? [{ code: 'current-release', version: details.current.version, environmentId: place.destination.id }]
    : []
  return { ...note(facts, [...current, ...machines.notes]), machines: machines.choice }
}

function withTimes(
  facts: PlanFacts,
  request: ChildRequest,
  times: Result<QueueTimes | null, FutureTimeRefusal>,
): PlanFacts {
  if (!times.ok || times.value === null) return facts
  const { queueTime, queueTimeExpiry } = times.value
  const unwaited: readonly NoteReason[] = request.waitsForFinish
    ? [{ code: 'does-not-wait', because: 'scheduled' }]
    : []
  const scheduled: NoteReason = { code: 'scheduled', at: queueTime, expiresAt: queueTimeExpiry }
  return { ...note(facts, [scheduled, ...unwaited]), queueTime, queueTimeExpiry, waitsForFinish: false }
}

function variableNotes(request: ChildRequest, details: ReleaseDetails): readonly NoteReason[] {
  return details.haveVariablesChanged ? [{ code: 'variables-changed', refreshes: request.refreshesVariables }] : []
}

function listed(items: readonly string[], toNote: (items: readonly string[]) => NoteReason): readonly NoteReason[] {
  return items.length > 0 ? [toNote(items)] : []
}
