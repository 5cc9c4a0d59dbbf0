import { badRequest } from '../../http/errors.ts'

const OVERWRITE_MODES = ['FailIfExists', 'OverwriteExisting', 'IgnoreIfExists'] as const
export type OverwriteMode = (typeof OVERWRITE_MODES)[number]

/** What is to become of a push of something that exists. Older clients say `replace` instead. Errors: 400 for another word. */
export function overwriteModeOf(given: { readonly overwriteMode?: string; readonly replace?: string }): OverwriteMode {
  if (!given.overwriteMode) return given.replace?.toLowerCase() === 'true' ? 'OverwriteExisting' : 'FailIfExists'
  const wanted = given.overwriteMode.toLowerCase()
  const mode = OVERWRITE_MODES.find((each) => each.toLowerCase() === wanted)
  if (!mode) throw badRequest(`overwriteMode: must be one of ${OVERWRITE_MODES.join(', ')}.`)
  return mode
}

/** Whether what exists is replaced; else it stays as it is. Errors: 400 with the sentence where it must not exist. */
export function mustReplace(mode: OverwriteMode, sentence: string): boolean {
  if (mode === 'FailIfExists') throw badRequest(sentence)
  return mode === 'OverwriteExisting'
}
