/**
 * Why a template gave no text.
 *
 * - `parse`: `line` and `column` (1-based, in UTF-16 units) of the first token that is not understood, with up to ten
 *   characters before it.
 * - `recursion`: `symbol` refers to itself; `chain` is the way there, oldest first, ending with `symbol`. Also given when
 *   values nest deeper than the limit.
 * - `runtime`: a filter refused its input, or a construct makes no sense at run time.
 * - `limit`: the work grew past a limit; `variable` is the path being evaluated, null in the outermost text.
 *
 * Source: template reference 13, 14; reliability reference Y2.
 */
export type TemplateError =
  | { readonly kind: 'parse'; readonly line: number; readonly column: number; readonly recent: string }
  | { readonly kind: 'recursion'; readonly symbol: string; readonly chain: readonly string[] }
  | { readonly kind: 'runtime'; readonly message: string }
  | { readonly kind: 'limit'; readonly limit: LimitName; readonly variable: string | null }

export type LimitName = 'output' | 'loop-rounds' | 'nesting' | 'steps'

/**
 * Unwinds an evaluation that cannot go on. Never leaves this folder: the public functions catch it and return its
 * `problem`. Thrown rather than returned because it ends every level of a deep recursion at once.
 */
export class Abort extends Error {
  readonly problem: TemplateError
  /** A look-up inside itself, which a JSON host text survives; depth and other limits are final. */
  readonly isCycle: boolean

  constructor(problem: TemplateError, isCycle = false) {
    super(problem.kind)
    this.problem = problem
    this.isCycle = isCycle
  }
}

/** Ends the evaluation because a filter or token refused its input. */
export function failRuntime(message: string): never {
  throw new Abort({ kind: 'runtime', message })
}
