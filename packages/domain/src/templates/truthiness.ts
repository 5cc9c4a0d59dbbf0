import { trim } from './chars.ts'

/**
 * Whether a text counts as no: empty, exactly `0`, or `no` / `false` in any case with any white space around.
 *
 * Source: template reference 8.
 */
export function isFalsyText(text: string): boolean {
  if (text === '' || text === '0') return true
  const word = trim(text).toLowerCase()
  return word === 'no' || word === 'false'
}
