import type { Action, PackageReference, Process, Step } from '@flotilla/domain/processes'
import { isPrereleaseOf, parseVersion } from '@flotilla/domain/versions'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { ruleProblems } from '../channels/check-rules.ts'
import { isBuiltIn } from '../feeds/resource.ts'
import { KINDS } from '../kinds.ts'
import { findPackage, holdPackage, listPackages } from '../packages/queries.ts'
import { isDeployRelease } from '../processes/deploy-release-actions.ts'
import { choicePath, type FullSelection } from './selected-packages.ts'

/** A package that an action of a process takes from a feed. */
export interface UsedPackage {
  readonly step: Step
  readonly action: Action
  readonly reference: PackageReference
}

/** What a release, or a snapshot of a runbook, takes from feeds, as it is kept with it. */
export interface ReleasePackage {
  readonly actionName: string
  readonly referenceName: string
  readonly feedId: string
  readonly packageId: string
  readonly version: string
  /** Of the content when it was chosen; null for what is in another feed. */
  readonly sha256: string | null
}

/** The packages that the actions of a process take from feeds; what "Deploy a Release" deploys is no package of a feed. */
export const usedPackages = (process: Process): readonly UsedPackage[] =>
  process.steps.flatMap((step) =>
    step.actions
      .filter(({ actionType, isDisabled }) => !isDeployRelease(actionType) && !isDisabled)
      .flatMap((action) => action.packages.map((reference) => ({ step, action, reference }))),
  )

interface Choice {
  readonly spaceId: string
  readonly used: readonly UsedPackage[]
  readonly selected: readonly FullSelection[]
  /** Whose version rules limit what is taken when nobody chose; null when they do not count. */
  readonly channel: Document | null
  /** Only pre-releases of this name are taken when nobody chose. */
  readonly prerelease?: string
  /** For a release that is edited: what it has. It stays, whether it is still in the feed or not, unless the edit says otherwise. */
  readonly before?: readonly ReleasePackage[]
}

/**
 * A version for every package of a new release: the one that was chosen, which must be in the built-in feed, else the newest
 * there that the channel's rules admit. Other feeds cannot be asked: their versions have to be chosen.
 *
 * Errors: a sentence for each package without a version.
 * Source: domain reference 2.3.
 */
export async function choosePackages(
  db: Tx,
  choice: Choice,
): Promise<{
  readonly selected: readonly FullSelection[]
  readonly packages: readonly ReleasePackage[]
  readonly problems: readonly string[]
}> {
  const selected = [...choice.selected]
  const packages: ReleasePackage[] = []
  const problems: string[] = []
  const feeds = new Map<string, Document | undefined>()
  for (const each of choice.used) {
    const { step, action, reference } = each
    const index = selected.findIndex((selection) => isFor(selection, each))
    const { feedId } = reference
    if (!feeds.has(feedId)) feeds.set(feedId, await findDocument(db, KINDS.feed, feedId, { spaceId: choice.spaceId }))
    const found = await chooseOne(db, choice, each, selected[index]?.Version, feeds.get(feedId))
    if (typeof found === 'string') {
      problems.push(`${choicePath(action.name, reference.name)}: ${found}`)
      continue
    }
    const full = {
      ActionName: action.name,
      StepName: step.name,
      PackageReferenceName: reference.name,
      Version: found.version,
    }
    selected.splice(index < 0 ? selected.length : index, 1, full)
    packages.push(found)
  }
  return { selected, packages, problems }
}

/** The package, or a sentence why there is none. */
async function chooseOne(
  db: Tx,
  { spaceId, channel, before, prerelease = '' }: Choice,
  { action, reference }: UsedPackage,
  given: string | undefined,
  feed: Document | undefined,
): Promise<ReleasePackage | string> {
  const { packageId, name } = reference
  const known = before?.find((each) => isSame(each.actionName, action.name) && isSame(each.referenceName, name))
  if (known && (given ?? known.version) === known.version) return known
  const what = `package ${packageId}${name === '' ? '' : ` (${name})`} of step ${action.name}`
  const own = { actionName: action.name, referenceName: name, feedId: feed?.Id ?? reference.feedId, packageId }
  // Which feed or package it is may depend on where it is deployed to.
  if (!feed || !isBuiltIn(feed) || packageId.includes('#{'))
    return given
      ? { ...own, version: given, sha256: null }
      : `${what} needs a version: only the built-in feed can be searched.`
  const found = given
    ? await findPackage(db, spaceId, { packageId, version: given })
    : await findNewestAdmitted(db, spaceId, { action: action.name, reference: name, packageId, channel, prerelease })
  if (found && (await holdPackage(db, found)))
    return { ...own, packageId: found.package_id, version: found.version, sha256: found.sha256 }
  if (given) return `the built-in feed has no version ${given} of ${what}. Push it first.`
  if (prerelease)
    return `the built-in feed has no pre-release '${prerelease}' of ${what} that may be used. Push one, or choose a version.`
  return channel
    ? `the built-in feed has no version of ${what} that channel ${channel.Name} admits.`
    : `the built-in feed has no ${what}. Push it first.`
}

const ROWS_AT_ONCE = 50

/** The newest version of a package in the built-in feed that the channel's version rules admit. */
export async function findNewestAdmitted(
  db: Queryable,
  spaceId: string,
  ask: {
    readonly action: string
    readonly reference: string
    readonly packageId: string
    readonly channel: Document | null
    /** Only pre-releases of this name; blank is any version. */
    readonly prerelease?: string
  },
) {
  const { action, reference, packageId, channel, prerelease = '' } = ask
  for (let skip = 0; ; skip += ROWS_AT_ONCE) {
    const { items } = await listPackages(db, { spaceId, packageId }, { skip, take: ROWS_AT_ONCE })
    for (const row of items) {
      const version = parseVersion(row.version)
      if (prerelease && !(version.ok && isPrereleaseOf(version.value, prerelease))) continue
      const problems = channel ? await ruleProblems(channel, [{ action, reference, version: row.version }]) : []
      if (problems.length === 0) return row
    }
    if (items.length < ROWS_AT_ONCE) return undefined
  }
}

/** Whether a chosen version is that of the package. Older clients name the step, or call the action a step. */
const isFor = (
  { ActionName, StepName, PackageReferenceName }: FullSelection,
  { step, action, reference }: UsedPackage,
): boolean =>
  isSame(PackageReferenceName, reference.name) &&
  (isSame(ActionName, action.name) || (step.actions.length === 1 && isSame(StepName, step.name)))

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** What takes packages from feeds, and where they are kept. */
const TABLES = {
  release: { table: 'release_package', owner: 'release_id' },
  runbookSnapshot: { table: 'runbook_snapshot_package', owner: 'runbook_snapshot_id' },
} as const
type PackageTaker = keyof typeof TABLES

/** Keeps what a release, or a snapshot of a runbook, takes from feeds, in place of what was kept before. */
export async function storePackages(
  tx: Tx,
  taker: PackageTaker,
  { id, space_id }: { readonly id: string; readonly space_id: string },
  packages: readonly ReleasePackage[],
): Promise<void> {
  const { table, owner } = TABLES[taker]
  await sql`delete from ${sql.table(table)} where ${sql.ref(owner)} = ${id}`.execute(tx)
  const each = (value: (taken: ReleasePackage) => string | null) => sql`${packages.map(value)}::text[]`
  await sql`insert into ${sql.table(table)}
      (${sql.ref(owner)}, space_id, action_name, reference_name, feed_id, package_id, version, sha256)
    select ${id}, ${space_id}, taken.* from unnest(
      ${each(({ actionName }) => actionName)}, ${each(({ referenceName }) => referenceName)},
      ${each(({ feedId }) => feedId)}, ${each(({ packageId }) => packageId)},
      ${each(({ version }) => version)}, ${each(({ sha256 }) => sha256)}) taken`.execute(tx)
}

/** What each of these takes from feeds. */
export async function loadPackages(
  db: Queryable,
  taker: PackageTaker,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly ReleasePackage[]>> {
  if (ids.length === 0) return new Map()
  const { table, owner } = TABLES[taker]
  const { rows } = await sql<{ owner_id: string } & ReleasePackage>`
    select ${sql.ref(owner)} as owner_id, action_name as "actionName", reference_name as "referenceName",
      feed_id as "feedId", package_id as "packageId", version, sha256
    from ${sql.table(table)} where ${sql.ref(owner)} = any(${ids}::text[])
    order by action_name, reference_name`.execute(db)
  const found = new Map<string, ReleasePackage[]>()
  for (const { owner_id, ...row } of rows) found.set(owner_id, [...(found.get(owner_id) ?? []), row])
  return found
}
