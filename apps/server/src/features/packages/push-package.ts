import {
  isPackageId,
  PACKAGE_EXTENSIONS,
  type PackageFile,
  type PackageFileRefusal,
  parsePackageFileName,
} from '@flotilla/domain/packages'
import { parseVersion, versionKey } from '@flotilla/domain/versions'
import { assertNever } from '@flotilla/kit'
import { sql } from 'kysely'
import { inTransaction, type Tx } from '../../database/connection.ts'
import { badRequest, HttpRefusal } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type Caller, type Deps, require, type Space } from '../context.ts'
import { mustReplace, type OverwriteMode } from './overwrite-mode.ts'
import { findPackage, type PackageRow } from './queries.ts'
import { rangeReader } from './read-content.ts'
import { NO_METADATA, type PackageMetadata, readNuspec } from './read-nuspec.ts'
import { dropContent, type ReceivedContent, receiveContent, settleContent } from './store-content.ts'

export interface Push {
  readonly space: Space
  readonly mode: OverwriteMode
  /** The name of the file, without folders: it carries id and version. */
  readonly filename: string
  readonly content: AsyncIterable<Buffer>
}

/**
 * Takes a package into the built-in feed. What is stored already is judged before the content is read, and once more when it
 * is there: of two pushes of one version the second is the one that finds it.
 *
 * Errors: 400 for a name that is none or a version that exists; 403 to replace one; 413 beyond the limit.
 * Source: API reference 5.24; reliability reference G3.
 */
export async function pushPackage(deps: PushDeps, caller: Caller, push: Push): Promise<Pushed> {
  const parsed = parsePackageFileName(push.filename)
  if (!parsed.ok) throw badRequest(explain(parsed.error))
  const file = parsed.value
  const stored = await findPackage(deps.database, push.space.id, file)
  if (stored && !mustReplacePackage(caller, push, file)) return { package: stored, isNew: false }
  return withContent(deps, push, async (received) => {
    const metadata =
      file.extension === '.nupkg'
        ? (await readNuspec(received.sizeBytes, rangeReader(deps.database, received.id))).metadata
        : NO_METADATA
    return inTransaction(deps.database, (tx) => storePackage(tx, caller, push, { file, metadata, received }))
  })
}

/**
 * The same for a NuGet package whose file is called anything, as NuGet clients send it: it is what its `.nuspec` says.
 *
 * Errors: 400 where the package does not say what it is.
 */
export async function pushNuGetPackage(deps: PushDeps, caller: Caller, push: Omit<Push, 'filename'>): Promise<Pushed> {
  return withContent(deps, push, async (received) => {
    const { metadata, identity } = await readNuspec(received.sizeBytes, rangeReader(deps.database, received.id))
    if (!isPackageId(identity.packageId) || !parseVersion(identity.version).ok)
      throw badRequest('The file is no NuGet package: it has no .nuspec with an id and a version that can be read.')
    const file = { ...identity, extension: '.nupkg' } as const
    return inTransaction(deps.database, (tx) => storePackage(tx, caller, push, { file, metadata, received }))
  })
}

type PushDeps = Pick<Deps, 'database' | 'maxPackageBytes'>
interface Pushed {
  readonly package: PackageRow
  readonly isNew: boolean
}

/** Receives the content, uses it, and drops what nothing points to then. */
async function withContent(
  { database, maxPackageBytes }: PushDeps,
  { content }: Pick<Push, 'content'>,
  use: (received: ReceivedContent) => Promise<Pushed>,
): Promise<Pushed> {
  const received = await receiveContent(database, content, maxPackageBytes)
  if (!received.ok) {
    throw new HttpRefusal(413, `The package is larger than ${maxPackageBytes} bytes (FLOTILLA_MAX_PACKAGE_BYTES).`, {
      // The rest of it is not read.
      headers: { connection: 'close' },
    })
  }
  try {
    return await use(received.value)
  } finally {
    await dropContent(database, received.value.id)
  }
}

const mustReplacePackage = (
  caller: Caller,
  { mode, space }: Pick<Push, 'mode' | 'space'>,
  { packageId, version }: PackageFile,
): boolean => {
  const isToReplace = mustReplace(
    mode,
    `A package with the same name and version already exists: ${packageId} ${version}.`,
  )
  if (isToReplace) require(caller, 'BuiltInFeedAdminister', { spaceId: space.id as never })
  return isToReplace
}

interface NewPackage {
  readonly file: PackageFile
  readonly metadata: PackageMetadata
  readonly received: ReceivedContent
}

async function storePackage(
  tx: Tx,
  caller: Caller,
  push: Pick<Push, 'mode' | 'space'>,
  { file, metadata, received }: NewPackage,
) {
  const { packageId, version } = file
  const spaceId = push.space.id
  const lock = `package:${spaceId}:${packageId}:${version}`.toLowerCase()
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx)
  const before = await findPackage(tx, spaceId, file)
  const isUnchanged = before?.sha256 === received.sha256
  if (before && (!mustReplacePackage(caller, push, file) || isUnchanged)) return { package: before, isNew: false }
  const key = parseVersion(version)
  if (!key.ok) throw new Error(`The version ${version} was read before.`)
  const values = {
    ...metadata,
    extension: file.extension,
    content_id: await settleContent(tx, received),
    published_by: caller.username,
  }
  if (before) {
    await tx
      .updateTable('package')
      .set({ ...values, published_at: sql<Date>`now()` })
      .where('space_id', '=', spaceId)
      .where('package_id', '=', before.package_id)
      .where('version', '=', before.version)
      .execute()
  } else {
    const own = { space_id: spaceId, package_id: packageId, version, version_key: versionKey(key.value) }
    await tx
      .insertInto('package')
      .values({ ...own, ...values })
      .execute()
  }
  await recordEvent(tx, caller, {
    category: before ? 'Modified' : 'Created',
    message: `Package ${packageId} ${version} was ${before ? 'replaced by another content' : 'pushed'}`,
    spaceId,
    related: [`packages-${packageId}.${version}`],
    details: { ...(before ? { before: { Hash: before.sha256 } } : {}), after: { Hash: received.sha256 } },
  })
  return { package: (await findPackage(tx, spaceId, file))!, isNew: true }
}

function explain(refusal: PackageFileRefusal): string {
  switch (refusal.kind) {
    case 'unknown-extension':
      return `The file ${refusal.name} is no package: its name must end in one of ${PACKAGE_EXTENSIONS.join(', ')}.`
    case 'no-version':
      return `The name of the file ${refusal.name} holds no version. Name it like Acme.Web.1.0.0.zip.`
    case 'malformed-package-id':
      return `The name of the file ${refusal.name} holds no package id: letters, digits, _, - and single dots, at most 100 of them.`
    default:
      return assertNever(refusal)
  }
}
