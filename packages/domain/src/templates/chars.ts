// Character classes of the language: those of .NET, tested on single UTF-16 units, so surrogates belong to none.

const letter = /^[\p{L}]$/u
const decimal = /^[\p{Nd}]$/u
const numeric = /^[\p{N}]$/u
const asciiOnly = /^[\0-\x7f]*$/

const isSpaceCode = (code: number): boolean =>
  (code >= 9 && code <= 13) ||
  code === 0x20 ||
  code === 0x85 ||
  code === 0xa0 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000

/** Whether the unit at `at` is white space; false past the end. Source: template reference 2. */
export const isSpaceAt = (text: string, at: number): boolean => isSpaceCode(text.charCodeAt(at))

/** Whether the unit at `at` may stand in a word option: a name character that is no white space. */
export function isWordCharAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 0x80) {
    return (
      (code >= 48 && code <= 57) ||
      (code >= 65 && code <= 90) ||
      (code >= 97 && code <= 122) ||
      '_-:/~()@'.includes(text[at]!)
    )
  }
  return at < text.length && (letter.test(text[at]!) || decimal.test(text[at]!))
}

export const isNameCharAt = (text: string, at: number): boolean => isSpaceAt(text, at) || isWordCharAt(text, at)

export const isLetterOrDigit = (unit: string): boolean => letter.test(unit) || decimal.test(unit)

export const isNumericAt = (text: string, at: number): boolean => at < text.length && numeric.test(text[at]!)

/** The first offset from `at` on that holds no white space. */
export function skipSpace(text: string, at: number): number {
  let end = at
  while (isSpaceAt(text, end)) end++
  return end
}

/** `text` without white space at both ends. (`String.trim` knows other characters than the language does.) */
export const trim = (text: string): string => trimEnd(trimStart(text))

export const trimStart = (text: string): string => text.slice(skipSpace(text, 0))

export function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && isSpaceAt(text, end - 1)) end--
  return text.slice(0, end)
}

/** The invariant case mappings, which never change lengths. */
export const lowerCase = (text: string): string =>
  asciiOnly.test(text) ? text.toLowerCase() : mapUnits(text, (unit) => unit.toLowerCase())

export const upperCase = (text: string): string =>
  asciiOnly.test(text) ? text.toUpperCase() : mapUnits(text, (unit) => unit.toUpperCase())

/** The key under which names are found whatever their case. */
export const foldCase = (text: string): string => upperCase(text)

/** Maps each UTF-16 unit by itself; a mapping that would change the length (as of `ß`) leaves the unit alone. */
function mapUnits(text: string, map: (unit: string) => string): string {
  let result = ''
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]!
    const mapped = map(unit)
    result += mapped.length === 1 ? mapped : unit
  }
  return result
}
