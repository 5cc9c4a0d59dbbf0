import type { FastifyRequest } from 'fastify'
import { badRequest } from '../../http/errors.ts'

/** The one file of a request, under whatever name. Errors: 400 without one. */
export async function readFilePart(request: FastifyRequest) {
  // The size is counted as it is stored; nothing is held here.
  const part = request.isMultipart()
    ? await request.file({ limits: { fileSize: Number.POSITIVE_INFINITY, files: 1 } })
    : undefined
  if (!part) throw badRequest('Send the package as the one file of a multipart/form-data request.')
  return {
    filename: part.filename,
    content: wholeOrRefused(part.file),
    /** A client that is still sending reads no answer until it is done: what is not wanted is read and thrown away. */
    discard: () => void part.file.resume(),
  }
}

/** What arrives. Errors: 400 when the sender stops before the end of the file. */
async function* wholeOrRefused(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* file
  } catch {
    throw badRequest('The request ended before the file was whole. Push it again.')
  }
}
