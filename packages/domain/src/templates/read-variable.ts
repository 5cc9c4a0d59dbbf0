import { err, ok, type Result } from '@flotilla/kit'
import { trim } from './chars.ts'
import { createRun, type Evaluation, evaluate, type TemplateOptions } from './evaluate.ts'
import { parseInt32 } from './filters/filter.ts'
import { loopItems } from './loop.ts'
import { parseVariableName } from './parser.ts'
import { Abort, type TemplateError } from './problem.ts'
import { newSheet } from './run.ts'
import { rootScope } from './scope.ts'
import type { VariableSet } from './variable-set.ts'

// Reading single variables. Names are matched whole but for case, not through the tree of names.
// Source: template reference 14.

/** The evaluated value of a variable; `fallback` as it is if there is no such variable or it has no value. */
export function readVariable(
  variables: VariableSet,
  name: string,
  options: TemplateOptions & { readonly fallback?: string | null } = {},
): Evaluation {
  const value = variables.raw(name)
  if (value === null) return { text: options.fallback ?? null, missing: [] }
  return variables.isVerbatim(name) ? { text: value, missing: [] } : evaluate(value, variables, options)
}

/** The value of a variable that must be there and not empty. */
export function requireVariable(
  variables: VariableSet,
  name: string,
  options: TemplateOptions = {},
): Result<string, { kind: 'variable-missing'; name: string } | TemplateError> {
  const { text, error } = readVariable(variables, name, options)
  if (error) return err(error)
  return text ? ok(text) : err({ kind: 'variable-missing', name })
}

/** `true` or `false` in any case with white space around; anything else, `1` and `yes` too, is the fallback. */
export function readFlag(
  variables: VariableSet,
  name: string,
  fallback = false,
  options: TemplateOptions = {},
): boolean {
  const word = trim(readVariable(variables, name, options).text ?? '').toLowerCase()
  return word === 'true' || (word === 'false' ? false : fallback)
}

/** A 32-bit integer with optional sign and white space around, else null. */
export const readInt32 = (variables: VariableSet, name: string, options: TemplateOptions = {}): number | null =>
  parseInt32(readVariable(variables, name, options).text ?? '')

/** The pieces of a value between any of the separators, trimmed, without empty ones. */
export function readStrings(
  variables: VariableSet,
  name: string,
  options: TemplateOptions & { readonly separators?: readonly string[] } = {},
): readonly string[] {
  const separators = options.separators ?? [',']
  const text = readVariable(variables, name, options).text ?? ''
  const pieces = separators.reduce((parts, separator) => parts.flatMap((part) => part.split(separator)), [text])
  return pieces.map(trim).filter((piece) => piece !== '')
}

/** The lines of a value, trimmed, without empty ones. */
export const readPaths = (variables: VariableSet, name: string, options: TemplateOptions = {}): readonly string[] =>
  readStrings(variables, name, { ...options, separators: ['\r', '\n'] })

/**
 * The values of the items that a loop over `path` would see, not evaluated.
 *
 * Errors: `blank-path`, or what went wrong while evaluating the collection.
 */
export function readIndexes(
  variables: VariableSet,
  path: string,
  options: TemplateOptions = {},
): Result<readonly string[], { kind: 'blank-path' } | TemplateError> {
  if (trim(path) === '') return err({ kind: 'blank-path' })
  const parsed = parseVariableName(path)
  if (!parsed) return ok([])
  try {
    const items = loopItems(createRun(variables, options), parsed, rootScope(variables.tree()), newSheet())
    return ok(items.map((item) => item.value ?? ''))
  } catch (error) {
    if (error instanceof Abort) return err(error.problem)
    throw error
  }
}
