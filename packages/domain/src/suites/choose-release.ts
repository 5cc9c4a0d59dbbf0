import { judgeProgression, type Phase } from '../lifecycles/index.ts'
import { matchesReleaseFilter } from '../versions/index.ts'
import type { ChildNeed, NoteReason, WhyPassedOver } from './child-plan.ts'
import type { Candidate, CandidateList, CandidateQuery } from './child-world.ts'
import type { Sources } from './choose-sources.ts'
import { type ChildPlace, looksAtChannel } from './look-up-child.ts'
import type { ChildRequest } from './parse-child-parameters.ts'

/** More are only counted: who reads a plan wants the newest ones, and a plan stays small. */
const MAX_PASSED_OVER_NOTES = 10

export interface ReleaseAsk {
  readonly request: ChildRequest
  readonly place: ChildPlace
  readonly sources: Sources
  readonly phases: readonly Phase[]
  readonly candidates: readonly CandidateList[]
}

export type ReleaseChoice =
  | { readonly kind: 'chosen'; readonly candidate: Candidate; readonly notes: readonly NoteReason[] }
  | { readonly kind: 'none'; readonly passedOver: number; readonly notes: readonly NoteReason[] }
  | Extract<ChildNeed, { what: 'candidates' }>

/**
 * Takes the newest candidate that is acceptable.
 *
 * Redeploying takes what succeeded last, of the named channel or of any, and looks at nothing else. The other modes look
 * at channel, filter and lifecycle, and go on to older candidates.
 * Source: domain reference 10.5, 10.15.
 */
export function chooseRelease(ask: ReleaseAsk): ReleaseChoice {
  const { request, place, sources } = ask
  const notes: NoteReason[] = []
  const passedOver: NoteReason[] = []
  if (request.mode === 'Redeploy' && request.releaseFilter !== null) {
    notes.push({ code: 'filter-not-used', filter: request.releaseFilter })
  }
  for (const from of sources.lookIn) {
    const query = from === 'channel' ? channelQuery(ask) : deploymentsQuery(ask)
    if (query.from === 'deployments' && query.tenancy.kind === 'anyone' && place.tenant) {
      notes.push({ code: 'anyones-deployments', tenantId: place.tenant.id })
    }
    if (from === 'channel' && sources.lookIn.includes('deployments')) {
      notes.push({ code: 'channel-instead-of-deployments', channelId: place.channel.id })
    }
    const list = ask.candidates.findLast((read) => isSameQuery(read.query, query))
    for (const candidate of list?.items ?? []) {
      const because = whyPassedOver(candidate, ask)
      if (because === null) {
        const chosen: NoteReason = { code: 'release-chosen', version: candidate.version, from }
        return { kind: 'chosen', candidate, notes: [...notes, ...shorten(passedOver), chosen] }
      }
      passedOver.push({ code: 'passed-over', version: candidate.version, because })
    }
    if (!list?.isComplete) return { kind: 'need', what: 'candidates', query, have: list?.items.length ?? 0 }
  }
  return { kind: 'none', passedOver: passedOver.length, notes: [...notes, ...shorten(passedOver)] }
}

function whyPassedOver(candidate: Candidate, { request, place, phases }: ReleaseAsk): WhyPassedOver | null {
  const { channelId, history, version } = candidate
  if (looksAtChannel(request) && channelId !== place.channel.id) return { kind: 'other-channel', channelId }
  if (request.mode === 'Redeploy') return null
  const filter = request.releaseFilter ?? ''
  if (!matchesReleaseFilter(filter, version)) return { kind: 'filter', filter }
  const environmentId = place.destination.id
  const progression = judgeProgression({ phases, history, environmentId, tenant: place.connection })
  return progression.ok ? null : progression.error
}

function channelQuery({ request, place }: ReleaseAsk): CandidateQuery {
  return { from: 'channel', projectId: place.project.id, channelId: place.channel.id, filter: request.releaseFilter }
}

function deploymentsQuery(ask: ReleaseAsk): Extract<CandidateQuery, { from: 'deployments' }> {
  const { request, place, sources } = ask
  return {
    from: 'deployments',
    projectId: place.project.id,
    environmentIds: sources.environmentIds,
    tenancy: tenancyOf(ask),
    channelId: looksAtChannel(request) ? place.channel.id : null,
    filter: request.mode === 'Redeploy' ? null : request.releaseFilter,
  }
}

/**
 * Whose deployments count. What runs in a place is a matter of that place alone: redeploying for nobody must not bring
 * one tenant's release to the others. A tenant's own count, unless it is connected to none of the sources; to its
 * destination it always is.
 */
function tenancyOf({
  request,
  place,
  sources,
}: ReleaseAsk): Extract<CandidateQuery, { from: 'deployments' }>['tenancy'] {
  const { tenant, connection } = place
  if (!tenant) return request.mode === 'Redeploy' ? { kind: 'untenanted' } : { kind: 'anyone' }
  const isInSources = sources.environmentIds.some((id) => connection?.environmentIds.includes(id))
  return isInSources ? { kind: 'tenant', tenantId: tenant.id } : { kind: 'anyone' }
}

/** Queries come back as they were asked for; a store in between may change the order of their keys. */
function isSameQuery(a: CandidateQuery, b: CandidateQuery): boolean {
  return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  )
}

function shorten(passedOver: readonly NoteReason[]): readonly NoteReason[] {
  const more = passedOver.length - MAX_PASSED_OVER_NOTES
  if (more <= 0) return passedOver
  return [...passedOver.slice(0, MAX_PASSED_OVER_NOTES), { code: 'more-passed-over', count: more }]
}
