import { Readable } from 'node:stream'
import yauzl from 'yauzl'

/** What a package says of itself; blank where it says nothing. */
export interface PackageMetadata {
  readonly title: string
  readonly summary: string
  readonly description: string
  readonly notes: string
}

export const NO_METADATA: PackageMetadata = { title: '', summary: '', description: '', notes: '' }

/** What a package calls itself. It counts only where the name of the file says nothing. */
export interface PackageIdentity {
  readonly packageId: string
  readonly version: string
}

interface Nuspec {
  readonly metadata: PackageMetadata
  readonly identity: PackageIdentity
}
const NO_NUSPEC: Nuspec = { metadata: NO_METADATA, identity: { packageId: '', version: '' } }

/** Source: reliability reference G2. */
const MOST_ENTRIES = 100_000
const LARGEST_NUSPEC_BYTES = 256 * 1024
const LONGEST_TEXT = 10_000

/** Bytes of a file from `start` up to, but without, `end`. */
type ReadRange = (start: number, end: number) => AsyncIterable<Buffer>

/**
 * Reads the metadata of a NuGet package. Nothing else of the archive is opened, nothing is written anywhere; what cannot be
 * read, or is beyond the limits, counts as a package that says nothing of itself: a feed stores what it is given.
 */
export async function readNuspec(sizeBytes: number, read: ReadRange): Promise<Nuspec> {
  try {
    const xml = await findNuspec(sizeBytes, read)
    return xml === undefined ? NO_NUSPEC : parseNuspec(xml)
  } catch {
    return NO_NUSPEC
  }
}

/** The text of the first `.nuspec` at the archive's root. */
async function findNuspec(sizeBytes: number, read: ReadRange): Promise<string | undefined> {
  const archive = await yauzl.fromRandomAccessReaderPromise(new RangeReader(read), sizeBytes, { lazyEntries: true })
  let seen = 0
  for await (const entry of archive.eachEntry()) {
    seen += 1
    if (seen > MOST_ENTRIES) return undefined
    if (!/^[^/]+\.nuspec$/i.test(entry.fileName)) continue
    if (entry.uncompressedSize > LARGEST_NUSPEC_BYTES) return undefined
    return readText(await archive.openReadStreamPromise(entry))
  }
  return undefined
}

/** The header may lie about the size: what counts is what comes. */
async function readText(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > LARGEST_NUSPEC_BYTES) throw new Error('The nuspec is larger than it says.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

class RangeReader extends yauzl.RandomAccessReader {
  readonly #read: ReadRange

  constructor(read: ReadRange) {
    super()
    this.#read = read
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#read(start, end), { objectMode: false })
  }
}

/** Entities of a document type are not filled in, and nothing is fetched. */
function parseNuspec(xml: string): Nuspec {
  const metadata = between(xml, /<metadata[\s>]/, '</metadata>')
  const text = (name: string) => plainText(between(metadata, new RegExp(`<${name}>`), `</${name}>`))
  return {
    metadata: {
      title: text('title'),
      summary: text('summary'),
      description: text('description'),
      notes: text('releaseNotes'),
    },
    identity: { packageId: text('id'), version: text('version') },
  }
}

function between(text: string, start: RegExp, end: string): string {
  const found = start.exec(text)
  if (!found) return ''
  const from = found.index + found[0].length
  const to = text.indexOf(end, from)
  return to < 0 ? '' : text.slice(from, to)
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function plainText(xml: string): string {
  const text = xml.trim()
  const isVerbatim = text.startsWith('<![CDATA[') && text.endsWith(']]>')
  return (isVerbatim ? text.slice(9, -3) : text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name) => ENTITIES[name]!))
    .replaceAll('\u0000', '')
    .slice(0, LONGEST_TEXT)
}
