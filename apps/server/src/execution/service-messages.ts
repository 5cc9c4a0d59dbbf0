/** A command in the output of a script. Attribute names are in lower case. */
export interface ServiceMessage {
  readonly kind: 'message'
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** As it stood in the output, for a message whose attributes make no sense: it is logged as text. */
  readonly raw: string
}

export type Segment = { readonly kind: 'text'; readonly text: string } | ServiceMessage

const OPENING = '##octopus['

/**
 * Takes a line apart into text and service messages, in order. What does not parse as a message stays text.
 *
 * Shape: `##octopus[name key='base64 of UTF-8' ...]`, anywhere in the line, ending at the first `]`. Line breaks inside are
 * ignored. Errors: none; any text gives segments. Source: domain reference 4.8.
 */
export function parseSegments(line: string): readonly Segment[] {
  const segments: Segment[] = []
  let text = ''
  const flush = () => {
    if (text !== '') segments.push({ kind: 'text', text })
    text = ''
  }
  let position = 0
  for (;;) {
    const start = line.indexOf(OPENING, position)
    const end = start < 0 ? -1 : line.indexOf(']', start)
    if (end < 0) break
    text += line.slice(position, start)
    const message = parseMessage(line.slice(start, end + 1))
    if (message) {
      flush()
      segments.push(message)
      position = end + 1
    } else {
      // A real message may begin inside of what only looked like one.
      text += OPENING
      position = start + OPENING.length
    }
  }
  text += line.slice(position)
  flush()
  return segments
}

// A value ends at what is not base64, so that hostile text can't make the search for its quote long.
const ATTRIBUTE = /\s+([A-Za-z][\w.-]*)\s*=\s*(?:'([A-Za-z0-9+/=\s]*)'|"([A-Za-z0-9+/=\s]*)")/y

function parseMessage(raw: string): ServiceMessage | undefined {
  const body = raw.slice(OPENING.length, -1)
  const name = /^\s*([A-Za-z][\w.-]*)/.exec(body)
  if (!name) return undefined
  const attributes = new Map<string, string>()
  let position = name[0].length
  while (position < body.length) {
    ATTRIBUTE.lastIndex = position
    const found = ATTRIBUTE.exec(body)
    if (!found) break
    const value = decodeBase64(found[2] ?? found[3] ?? '')
    if (value === undefined) return undefined
    attributes.set(found[1]!.toLowerCase(), value)
    position = ATTRIBUTE.lastIndex
  }
  return body.slice(position).trim() === '' ? { kind: 'message', name: name[1]!, attributes, raw } : undefined
}

/** Strict, as the wire demands. NUL becomes U+FFFD, because PostgreSQL can't store it. */
function decodeBase64(text: string): string | undefined {
  const compact = text.replace(/\s+/g, '')
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined
  return Buffer.from(compact, 'base64').toString('utf8').replaceAll('\0', '\uFFFD')
}

/**
 * Whether a line ends inside a message, so that the message may go on in the next line.
 * Gives false for text that merely holds the opening: output must not be held back for it.
 */
export function endsInsideMessage(text: string): boolean {
  const start = text.lastIndexOf(OPENING)
  if (start < 0 || text.includes(']', start)) return false
  return /^\s*(?:[A-Za-z][\w.-]*(?:\s+[A-Za-z][\w.-]*='[A-Za-z0-9+/=\s]*')*(?:\s+[A-Za-z][\w.-]*='[A-Za-z0-9+/=\s]*)?\s*)?$/.test(
    text.slice(start + OPENING.length),
  )
}

/** Whether `line` can be the next line of a message that is still open; `isInValue`: inside a quoted value. */
export function continuesMessage(line: string, isInValue: boolean): boolean {
  return isInValue ? /^[A-Za-z0-9+/=]*(?:['\s].*)?$/.test(line) : /^\s*(?:[A-Za-z][\w.-]*=.*|\].*)?$/.test(line)
}
