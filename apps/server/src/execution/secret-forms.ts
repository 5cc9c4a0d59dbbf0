import { SHORTEST_MASKED } from '@flotilla/domain/variables'

/** A shorter line of a secret of several lines (`}`, `-----`) says nothing by itself. Source: reliability reference M1. */
const SHORTEST_SECRET_LINE = 8
/** Longer ones are files; they are looked for as they are and line by line, since each form costs memory. */
const LONGEST_ENCODED = 4_096

const LINE_END = /\r\n|\n|\r/

/**
 * The texts by which a secret may be recognised: as it is, each longer line of it, and as common tools write it. Line
 * ends are left out, as the search passes over them.
 *
 * Source: domain reference 5.4; reliability reference M1.
 */
export function secretForms(secret: string): readonly string[] {
  const trimmed = secret.trim()
  if (trimmed.length < SHORTEST_MASKED) return []
  const lines = trimmed.split(LINE_END).map((line) => line.trim())
  const forms = [
    trimmed,
    ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_SECRET_LINE) : []),
    ...(secret.length <= LONGEST_ENCODED ? spellingsOf(secret).flatMap(encodedForms) : []),
  ].map((form) => form.replaceAll(/[\r\n]/g, ''))
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST_MASKED)
}

/** As it is, and without white space around; with the line ends it has, and with either style. A lone surrogate is U+FFFD in UTF-8. */
const spellingsOf = (secret: string): readonly string[] => {
  const known = Buffer.from(secret).toString('utf8')
  const withEnds = (text: string) => [text, ...['\n', '\r\n'].map((end) => text.split(LINE_END).join(end))]
  return [...new Set([known, known.trim()].flatMap(withEnds))]
}

function encodedForms(text: string): readonly string[] {
  const uri = encodeURIComponent(text)
  const bytes = Buffer.from(text)
  const base64 = [0, 1, 2].map((offset) => innerBase64(bytes, offset))
  return [
    JSON.stringify(text).slice(1, -1),
    uri,
    uri.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encodeURI(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    escapeXml(text, '&apos;'),
    escapeXml(text, '&#39;'),
    // Inside single quotes, inside double quotes, and bare words of a shell.
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    text.replaceAll(/["\\$`]/g, '\\$&'),
    text.replaceAll(/[^\w@%+=:,./-]/g, '\\$&'),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ]
}

/**
 * The characters of base64 that depend on these bytes alone when `offset` other bytes stand before them and any behind.
 */
function innerBase64(bytes: Uint8Array, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
}

const escapeXml = (text: string, apostrophe: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe)
