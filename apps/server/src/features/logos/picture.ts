/** Kinds of pictures, by the bytes in hexadecimal that they begin with. What a file is called, or says of itself, does not count. */
const KINDS = [
  { mediaType: 'image/png', begins: /^89504e470d0a1a0a/ },
  { mediaType: 'image/jpeg', begins: /^ffd8ff/ },
  { mediaType: 'image/gif', begins: /^47494638(37|39)61/ },
  { mediaType: 'image/webp', begins: /^52494646.{8}57454250/ },
] as const

/** The media type of a picture; undefined for anything else. SVG is none: it can carry scripts (reliability W4). */
export function mediaTypeOf(content: Buffer): string | undefined {
  const head = content.subarray(0, 16).toString('hex')
  return KINDS.find(({ begins }) => begins.test(head))?.mediaType
}
