import { PACKAGE_EXTENSIONS, placedName, usePackage } from '@flotilla/domain/packages'
import type { PackageReference } from '@flotilla/domain/processes'
import { isFalsyText } from '@flotilla/domain/templates'
import type { NamedValues } from '@flotilla/domain/variables'
import { err, ok, type Result } from '@flotilla/kit'
import type { ScriptTransport } from '@flotilla/work-directory'
import type { Queryable } from '../database/connection.ts'
import { findDocument } from '../database/documents.ts'
import type { RunState } from '../engine/deployment/run-state.ts'
import type { PlacedPackage } from '../execution/index.ts'
import { isBuiltIn } from '../features/feeds/resource.ts'
import { KINDS } from '../features/kinds.ts'
import { findPackage, type PackageRow } from '../features/packages/queries.ts'
import type { ReleasePackage } from '../features/releases/release-packages.ts'
import type { ActionRun } from './step-type.ts'

/** The packages of an action, held where it runs. */
export interface AcquiredPackages {
  /** The directory of the work directories there. */
  readonly root: string
  readonly packages: readonly AcquiredPackage[]
}

export interface AcquiredPackage extends PlacedPackage {
  readonly reference: PackageReference
  readonly taken: ReleasePackage
}

/** Why an action has not got its packages. */
export interface NotAcquired {
  readonly message: string
  /** The place did not answer. */
  readonly outOfReach: boolean
}

/** Whether anything has to be there before the action's script can run. */
export const needsPackages = (action: ActionRun): boolean =>
  action.action.packages.some((reference) => useOf(action, reference) !== 'none')

/**
 * Makes sure that the place holds the packages of an action, in the versions of the release and with the content that they had
 * when it was created. Nothing is sent that is there. May be repeated.
 * Source: domain reference 2.3, 4.7; reliability reference G4.
 */
export async function acquirePackages(
  actionRun: ActionRun,
  transport: ScriptTransport,
): Promise<Result<AcquiredPackages, NotAcquired>> {
  const packages: AcquiredPackage[] = []
  let root = ''
  for (const reference of actionRun.action.packages) {
    const use = useOf(actionRun, reference)
    if (use === 'none') continue
    const found = await findContent(actionRun, reference)
    if (!found.ok) return failed(found.error)
    const { row, taken } = found.value
    const name = `${row.package_id} ${row.version}`
    const file = await actionRun.deps.packageFiles(row, use)
    if (!file.ok) return failed(`The package ${name} cannot be sent: ${file.error}.`)
    const held = await transport.holdFile(file.value, actionRun.run.cancelled)
    if (!held.ok) {
      const why = 'detail' in held.error ? held.error.detail : held.error.kind
      const outOfReach = held.error.kind === 'out-of-reach'
      return err({ message: `The package ${name} could not be sent (${why}).`, outOfReach })
    }
    root = held.value.root
    tell(actionRun, name, { ...file.value, ...held.value })
    const extension = PACKAGE_EXTENSIONS.find((each) => each === row.extension) ?? '.zip'
    const as = placedName(reference, use, extension)
    packages.push({ reference, taken, sha256: file.value.sha256, name, as, isExtracted: use === 'extracted' })
  }
  return ok({ root, packages })
}

const failed = (message: string) => err({ message, outOfReach: false })

const useOf = ({ scope }: ActionRun, reference: PackageReference) =>
  usePackage(reference, !isFalsyText(scope.evaluate(reference.extract)))

/** The package of the feed that the release was created with, which must still be the same. */
async function findContent(
  { deps, run, action, scope }: ActionRun,
  reference: PackageReference,
): Promise<Result<{ readonly row: PackageRow; readonly taken: ReleasePackage }, string>> {
  const taken = run.snapshot.packages?.find(
    ({ actionName, referenceName }) => actionName === action.name && referenceName === reference.name,
  )
  // Which feed and package it is may depend on where it is deployed to.
  const packageId = scope.evaluate(taken?.packageId ?? reference.packageId)
  if (!taken) return err(`The release has no version of the package ${packageId}.`)
  const feedId = scope.evaluate(taken.feedId)
  const row = await findInFeed(deps.database, run, { feedId, packageId, version: taken.version })
  if (!row.ok) return row
  const { sha256 } = row.value
  if (taken.sha256 !== null && taken.sha256 !== sha256)
    return err(
      `The package ${packageId} ${taken.version} was replaced since the release was created: its SHA-256 was ${taken.sha256} and is ${sha256}.`,
    )
  return ok({ row: row.value, taken })
}

interface WantedPackage {
  readonly feedId: string
  readonly packageId: string
  readonly version: string
}

/** Of each run what it has found, for the next one of its machines. */
const foundByRun = new WeakMap<RunState, Map<string, PackageRow>>()

async function findInFeed(db: Queryable, run: RunState, wanted: WantedPackage): Promise<Result<PackageRow, string>> {
  const known = foundByRun.get(run) ?? new Map<string, PackageRow>()
  foundByRun.set(run, known)
  const key = JSON.stringify(wanted)
  const before = known.get(key)
  if (before) return ok(before)
  const { feedId, packageId, version } = wanted
  const spaceId = run.snapshot.names.space.id
  const feed = await findDocument(db, KINDS.feed, feedId, { spaceId })
  if (!feed || !isBuiltIn(feed)) {
    return err(
      `The package ${packageId} is in the feed ${feed?.Name ?? feedId}, from which this server cannot take it. Push it to the built-in feed, or let the step say that it is not acquired.`,
    )
  }
  const row = await findPackage(db, spaceId, { packageId, version })
  if (!row) return err(`The built-in feed has no version ${version} of the package ${packageId} any more.`)
  known.set(key, row)
  return ok(row)
}

function tell(
  { say, key }: ActionRun,
  name: string,
  file: { readonly sizeBytes: number; readonly leftOut: readonly string[]; readonly wasSent: boolean },
): void {
  const told = `package:${key}:${name}`
  if (file.wasSent) say('Verbose', `${told}:sent`, `The package ${name} was sent there (${file.sizeBytes} bytes).`)
  else say('Verbose', `${told}:there`, `The package ${name} is there already.`)
  const { length } = file.leftOut
  if (length === 0) return
  const some = file.leftOut.slice(0, 10).join(', ')
  say(
    'Warning',
    `${told}:left-out`,
    `${length} entries of the package ${name} are neither files nor folders and were left out: ${some}${length > 10 ? ', …' : ''}.`,
  )
}

/** `Octopus.Action.Package.*` of what lies in the directory in which the script begins. Source: domain reference 5.7. */
export const packageVariables = (packages: readonly AcquiredPackage[], directory: string): NamedValues =>
  new Map(
    packages.flatMap(({ reference, as, isExtracted }): (readonly [string, string])[] => {
      const prefix = reference.name === '' ? 'Octopus.Action.Package' : `Octopus.Action.Package[${reference.name}]`
      const path = as === '' ? directory : `${directory}/${as}`
      return isExtracted
        ? [[`${prefix}.ExtractedPath`, path]]
        : [
            [`${prefix}.PackageFilePath`, path],
            [`${prefix}.PackageFileName`, as],
          ]
    }),
  )
