import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import {
  type Client,
  deletePackage,
  downloadPackage,
  listPackages,
  type OverwriteMode,
  type Package,
  uploadPackage,
} from '@flotilla/api'
import { type Command, Option } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { UsageError } from '../failures.ts'
import { type ListOptions, tableOf, timeOf, withLimit } from '../listing.ts'
import { unknownName } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

const OVERWRITE: Readonly<Record<string, OverwriteMode>> = {
  fail: 'FailIfExists',
  replace: 'OverwriteExisting',
  ignore: 'IgnoreIfExists',
}

export function addPackageCommands(program: Command): void {
  const packages = program.command('package').description('the packages of the built-in feed')
  const ofPackage = (verb: string, does: string) =>
    packages
      .command(verb)
      .description(does)
      .argument('<package>', 'id of the package')
      .argument('<version>', 'version of the package')
  onServer(
    withLimit(
      packages
        .command('list')
        .description('list packages with the latest version of each')
        .option('--search <text>', 'only ids that hold this'),
    ),
    { examples: ['flotilla package list', 'flotilla package list --search Acme --output json'] },
    listCommand,
  )
  onServer(
    withLimit(
      packages
        .command('versions')
        .description('list the versions of a package, newest first')
        .argument('<package>', 'id of the package'),
    ),
    { examples: ['flotilla package versions Acme.Web', 'flotilla package versions Acme.Web --limit 5 --output json'] },
    versionsCommand,
  )
  onServer(
    packages
      .command('upload')
      .description('upload packages to the built-in feed')
      .argument('<files...>', 'files like Acme.Web.1.2.3.zip: id and version are in the name')
      .addOption(
        new Option('--overwrite <mode>', 'what happens to a version that is there already')
          .choices(Object.keys(OVERWRITE))
          .default('fail'),
      ),
    {
      details: ['Files are sent as they are read, however large. When one is refused, those before it stay.'],
      examples: [
        'flotilla package upload Acme.Web.1.2.3.zip',
        'flotilla package upload Acme.Web.1.2.3.zip Acme.Db.1.2.3.tar.gz --overwrite ignore',
      ],
    },
    uploadCommand,
  )
  onServer(
    ofPackage('download', 'download a version of a package').option(
      '-f, --file <file>',
      'where to put it (its own name, here)',
    ),
    {
      details: ['The file is there when it is whole, and not before. One of that name is replaced.'],
      examples: [
        'flotilla package download Acme.Web 1.2.3',
        'flotilla package download Acme.Web 1.2.3 --file /tmp/web.zip',
      ],
    },
    downloadCommand,
  )
  onServer(
    withConfirmation(ofPackage('delete', 'delete a version of a package')),
    { examples: ['flotilla package delete Acme.Web 1.2.3', 'flotilla package delete Acme.Web 1.2.3 --yes'] },
    deleteCommand,
  )
}

async function listCommand(
  { client }: Context,
  { search, limit }: ListOptions & { readonly search?: string },
): Promise<Output> {
  return tableOf(
    await listPackages(client, { text: search }, limit),
    { empty: 'No packages.' },
    {
      PACKAGE: ({ PackageId }) => PackageId,
      LATEST: ({ Version }) => Version,
      SIZE: ({ PackageSizeBytes }) => sizeOf(PackageSizeBytes),
      PUBLISHED: ({ Published }) => timeOf(Published),
    },
  )
}

async function versionsCommand({ client }: Context, { limit }: ListOptions, id: string): Promise<Output> {
  const versions = await listPackages(client, { packageId: id }, limit)
  if (versions.length === 0) throw await unknownPackage(client, id)
  return show(versions)
}

async function uploadCommand(
  { client, say }: Context,
  { overwrite }: { readonly overwrite: string },
  files: readonly string[],
): Promise<Output> {
  for (const file of files) await requireFile(file)
  const uploaded: (Package & { readonly IsNew: boolean })[] = []
  for (const file of files) {
    const content = createReadStream(file)
    const sent = await uploadPackage(client, { name: basename(file), content }, OVERWRITE[overwrite]!)
    if (!sent.isNew) say(`${file} was there already.`)
    uploaded.push({ ...sent.package, IsNew: sent.isNew })
  }
  return show(uploaded)
}

async function downloadCommand(
  { client }: Context,
  options: { readonly file?: string },
  id: string,
  version: string,
): Promise<Output> {
  const found = await requirePackage(client, id, version)
  const file = options.file ?? basename(`${found.PackageId}.${found.Version}${found.FileExtension}`)
  const unfinished = `${file}.part`
  try {
    await pipeline(await downloadPackage(client, found.Id), createWriteStream(unfinished))
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return {
    kind: 'text',
    data: { ...found, File: file },
    lines: [`${found.PackageId} ${found.Version} (${sizeOf(found.PackageSizeBytes)}) is in ${file}.`],
  }
}

async function deleteCommand(
  { client }: Context,
  options: ConfirmOptions,
  id: string,
  version: string,
): Promise<Output> {
  const found = await requirePackage(client, id, version)
  await confirm(options, `the package ${found.PackageId} ${found.Version}`)
  await deletePackage(client, found.Id)
  return { kind: 'text', data: found, lines: [`The package ${found.PackageId} ${found.Version} was deleted.`] }
}

const show = (packages: readonly Package[]): Output =>
  tableOf(
    packages,
    { empty: '' },
    {
      PACKAGE: ({ PackageId }) => PackageId,
      VERSION: ({ Version }) => Version,
      FILE: ({ FileExtension }) => FileExtension,
      SIZE: ({ PackageSizeBytes }) => sizeOf(PackageSizeBytes),
      PUBLISHED: ({ Published }) => timeOf(Published),
    },
  )

async function requirePackage(client: Client, id: string, version: string): Promise<Package> {
  const versions = await listPackages(client, { packageId: id })
  const found = versions.find((each) => each.Version.toLowerCase() === version.trim().toLowerCase())
  if (found) return found
  if (versions.length === 0) throw await unknownPackage(client, id)
  throw unknownName(
    'version',
    version,
    versions.map(({ Version }) => Version),
    versions[0]!.PackageId,
  )
}

const unknownPackage = async (client: Client, id: string): Promise<UsageError> =>
  unknownName(
    'package',
    id,
    (await listPackages(client, {})).map(({ PackageId }) => PackageId),
  )

async function requireFile(file: string): Promise<void> {
  const facts = await stat(file).catch((cause: Error) => {
    throw new UsageError(`The file '${file}' cannot be read: ${cause.message}.`)
  })
  if (!facts.isFile()) throw new UsageError(`'${file}' is not a file.`, 'Name the files of packages, not their folder.')
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

/** `12.3 MB`, in units of 1,000. */
export function sizeOf(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  const value = bytes / 1_000 ** power
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`
}
