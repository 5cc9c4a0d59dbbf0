/**
 * What may stand in text from a server and must never reach a terminal as it is: control characters, which move the cursor,
 * change titles or answer for the keyboard, and marks that turn the order of writing around.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: the beginning of a colour code
const COLOUR = /\u001b\[[\d;:]*m/g

const escaped = (char: string): string => {
  const code = char.codePointAt(0)!
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
}

/** Text that may have several lines, harmless: colours are dropped, other control characters are shown as `\x1b`. */
export const harmless = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll(COLOUR, '').replaceAll(DANGEROUS, escaped)

/** The same on one line, as in a cell of a table: an end of line inside is shown as `⏎`. */
export const harmlessLine = (text: string): string =>
  harmless(
    text
      .trim()
      .replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ⏎ ')
      .replaceAll('\t', ' '),
  )

/** JSON that means the same and is harmless too: `JSON.stringify` leaves some of these characters as they are. */
export const harmlessJson = (text: string): string =>
  text.replaceAll(DANGEROUS, (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`)

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u
const NO_WIDTH = /\p{Mark}|\u200b|\u200c|\u200d/u

/** How many columns of a terminal the text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const char of text) width += NO_WIDTH.test(char) ? 0 : WIDE.test(char) ? 2 : 1
  return width
}

export type Colour = 'bold' | 'green' | 'red' | 'yellow'
const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  bold: [1, 22],
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
}

export const paint = (text: string, colour: Colour): string =>
  `\u001b[${CODES[colour][0]}m${text}\u001b[${CODES[colour][1]}m`

/** Whether colours are wanted: by a person at a terminal that has them, who has not said no (https://no-color.org). */
export const wantsColour = (
  { isTTY }: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean => isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
