/** Names that Windows gives to devices, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=$|[. ])/i
/** Control characters, and those that only turn the reading direction: a name is to be what it looks like. */
const INVISIBLE = /[\p{Cc}\p{Surrogate}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const MOST_CHARACTERS = 200

/**
 * A name under which anybody can save a file: the last part of a path of either kind, without control characters, not
 * the name of a device, not hidden by a dot alone, of a length that every file system takes. Its ending stays.
 *
 * Source: domain reference 4.12; reliability reference G6, W4.
 */
export function cleanFilename(path: string): string {
  const last = path.split(/[\\/]/).findLast((part) => part !== '') ?? ''
  const visible = [
    ...last
      .replace(INVISIBLE, '')
      .replace(/[. ]+$/, '')
      .trimStart(),
  ]
    .slice(-MOST_CHARACTERS)
    .join('')
  if (visible === '') return 'artifact'
  return DEVICE.test(visible) ? `_${visible}` : visible
}
