import type { Client } from './client.ts'
import { listItems } from './pages.ts'
import type { Schema } from './typed.ts'

/** A version of a package in the built-in feed. */
export type Package = Schema<'Package'>

export const OVERWRITE_MODES = ['FailIfExists', 'OverwriteExisting', 'IgnoreIfExists'] as const
export type OverwriteMode = (typeof OVERWRITE_MODES)[number]

/** The latest version of each package, or every version of the one that is named, the newest first. */
export const listPackages = (
  client: Client,
  { packageId, text }: { readonly packageId?: string | undefined; readonly text?: string | undefined },
  limit?: number,
): Promise<readonly Package[]> =>
  listItems(
    client,
    '~/packages',
    { nuGetPackageId: packageId, filter: text, ...(packageId ? {} : { latest: true }) },
    limit,
  )

interface SentPackage {
  readonly package: Package
  readonly isNew: boolean
}

/** Sends a package as it is read, however large. `isNew` is false where it was there already and stays as it is. */
export async function uploadPackage(
  client: Client,
  file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
  overwriteMode: OverwriteMode,
): Promise<SentPackage> {
  const boundary = `flotilla-${crypto.randomUUID()}`
  const response = await client.transfer('POST', '~/packages/raw', {
    query: { overwriteMode },
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: formOf(boundary, file),
  })
  return sentPackage(response)
}

/** The same from a page: browsers send a file that somebody chose, but nothing as it is read. */
export async function uploadPackageFile(
  client: Client,
  file: File,
  overwriteMode: OverwriteMode,
): Promise<SentPackage> {
  const body = new FormData()
  body.append('file', file)
  return sentPackage(await client.transfer('POST', '~/packages/raw', { query: { overwriteMode }, body }))
}

const sentPackage = async (response: Response): Promise<SentPackage> => ({
  package: (await response.json()) as Package,
  isNew: response.status === 201,
})

async function* formOf(
  boundary: string,
  { name, content }: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
): AsyncGenerator<Uint8Array> {
  // As browsers write names: quotes and line ends would end the header.
  const quoted = name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  yield bytesOf(head)
  yield* content
  yield bytesOf(`\r\n--${boundary}--\r\n`)
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The bytes of a package as they come. Errors: throws when the connection ends before they are whole. */
export async function downloadPackage(client: Client, id: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await client.transfer('GET', `~/packages/${encodeURIComponent(id)}/raw`)
  return (response.body ?? []) as AsyncIterable<Uint8Array>
}

export const deletePackage = (client: Client, id: string): Promise<Package> =>
  client.delete(`~/packages/${encodeURIComponent(id)}`)
