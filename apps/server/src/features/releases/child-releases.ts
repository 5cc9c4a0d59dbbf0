import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocuments } from '../../database/documents.ts'
import { ruleProblems } from '../channels/check-rules.ts'
import { KINDS } from '../kinds.ts'
import type { DeployReleaseAction } from '../processes/deploy-release-actions.ts'
import { findReleaseByVersion, listReleases } from './queries.ts'
import { choicePath, type FullSelection } from './selected-packages.ts'

const ROWS_AT_ONCE = 50

/**
 * The release of a child that is offered for a new release in a channel: the one created last, not the highest version, which
 * the channel's version rules admit. Undefined when there is none. `channel` is null where no rules count.
 *
 * Source: domain reference 4.10, 1.7.
 */
export async function findOfferedVersion(
  db: Queryable,
  { action, projectId }: DeployReleaseAction,
  channel: Document | null,
): Promise<string | undefined> {
  for (let skip = 0; ; skip += ROWS_AT_ONCE) {
    const { items } = await listReleases(db, { projectId }, { skip, take: ROWS_AT_ONCE })
    for (const { version } of items) {
      const problems = channel ? await ruleProblems(channel, [{ action: action.name, reference: '', version }]) : []
      if (problems.length === 0) return version
    }
    if (items.length < ROWS_AT_ONCE) return undefined
  }
}

/**
 * The packages of a new release with those of its "Deploy a Release" steps: each version that was chosen must be a release
 * of the child; where none was chosen, the offered one is taken.
 *
 * Errors: a sentence for each step without a release to deploy.
 */
export async function chooseChildReleases(
  db: Queryable,
  ask: {
    readonly actions: readonly DeployReleaseAction[]
    readonly selected: readonly FullSelection[]
    /** Whose version rules limit what is offered; null when they do not count. */
    readonly channel: Document | null
  },
): Promise<{ readonly selected: readonly FullSelection[]; readonly problems: readonly string[] }> {
  const projects = await findDocuments(
    db,
    KINDS.project,
    ask.actions.map(({ projectId }) => projectId),
  )
  const chosen = new Map<FullSelection | DeployReleaseAction, FullSelection>()
  const problems: string[] = []
  for (const each of ask.actions) {
    const { step, action, projectId } = each
    const given = ask.selected.find((selection) => isForDeployRelease(selection, each))
    const name = projects.get(projectId)?.Name ?? projectId
    const release = given
      ? (await findReleaseByVersion(db, projectId, given.Version))?.version
      : await findOfferedVersion(db, each, ask.channel)
    if (release === undefined) {
      problems.push(
        `${choicePath(action.name, '')}: ${
          given
            ? `project ${name} has no release ${given.Version} for step ${action.name} to deploy.`
            : `project ${name} has no release for step ${action.name} to deploy. Create one first.`
        }`,
      )
      continue
    }
    const full = { ActionName: action.name, StepName: step.name, PackageReferenceName: '', Version: release }
    chosen.set(given ?? each, full)
  }
  const added = [...chosen].flatMap(([of, full]) => ('step' in of ? [full] : []))
  return { selected: [...ask.selected.map((selection) => chosen.get(selection) ?? selection), ...added], problems }
}

/**
 * The same for a release that is edited: what it was created with stays fixed, whether it is still there or not, unless the
 * edit names another version (domain reference 4.10).
 */
export async function chooseChildReleasesAgain(
  db: Queryable,
  ask: Parameters<typeof chooseChildReleases>[1] & { readonly before: readonly FullSelection[] },
): ReturnType<typeof chooseChildReleases> {
  const fixed = ask.actions.flatMap((action) => {
    const isFor = (selection: FullSelection) => isForDeployRelease(selection, action)
    const before = ask.before.find(isFor)
    const given = ask.selected.find(isFor)
    return before && (given?.Version ?? before.Version) === before.Version ? [{ action, before, isGiven: !!given }] : []
  })
  const kept = fixed.flatMap(({ before, isGiven }) => (isGiven ? [] : [before]))
  const open = ask.actions.filter((action) => !fixed.some((each) => each.action === action))
  return chooseChildReleases(db, { ...ask, actions: open, selected: [...ask.selected, ...kept] })
}

/** Whether a chosen version is that of the release which the action deploys. Older clients name the step, or call the action a step. */
export const isForDeployRelease = (
  { ActionName, StepName, PackageReferenceName }: FullSelection,
  { step, action }: Pick<DeployReleaseAction, 'step' | 'action'>,
): boolean =>
  PackageReferenceName === '' &&
  (isSame(ActionName, action.name) || (step.actions.length === 1 && isSame(StepName, step.name)))

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
