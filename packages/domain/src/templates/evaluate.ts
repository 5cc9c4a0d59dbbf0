import { Budget, DEFAULT_LIMITS, type TemplateLimits } from './budget.ts'
import { evaluateTokens } from './evaluate-tokens.ts'
import type { FilterTools } from './filters/filter.ts'
import { type CustomFilter, createFilters } from './filters/registry.ts'
import { hasToken } from './parser.ts'
import { Abort, type TemplateError } from './problem.ts'
import { JsonCache, newSheet, type Run } from './run.ts'
import { rootScope } from './scope.ts'
import { isFalsyText } from './truthiness.ts'
import type { VariableSet } from './variable-set.ts'

/** What an evaluation may use and do. Without a tool, the filters that need it echo their token. */
export interface TemplateOptions extends Omit<FilterTools, 'budget' | 'pattern'> {
  /** False: text that does not parse is kept as it is and the rest is evaluated, for files of any kind. Default true. */
  readonly haltOnError?: boolean
  /** More filters, by name. */
  readonly filters?: ReadonlyMap<string, CustomFilter>
  readonly limits?: Partial<TemplateLimits>
}

/** The outcome of an evaluation. `text` is the unchanged template whenever there is an `error`. */
export interface Evaluation {
  readonly text: string | null
  /** The canonical text of each token that could not be evaluated; such tokens alone are no error. */
  readonly missing: readonly string[]
  readonly error?: TemplateError
}

/**
 * Evaluates a template.
 *
 * Shape: text without `#{` and null come back as they are; `text` is also null when a `null` filter asks for it.
 * Errors: in `error`; never throws.
 * Source: template reference 1, 13, 14; limits: reliability reference Y2.
 */
export function evaluate(template: string | null, variables: VariableSet, options: TemplateOptions = {}): Evaluation {
  if (template === null || !hasToken(template)) return { text: template, missing: [] }
  const parsed = variables.parse(template, options.haltOnError === false)
  if (parsed.kind === 'limit') return failed(template, { ...parsed, variable: null })
  if (parsed.kind === 'parse') return failed(template, parsed)
  try {
    const sheet = newSheet()
    const text = evaluateTokens(createRun(variables, options), parsed.tokens, rootScope(variables.tree()), sheet)
    return { text: sheet.isNull ? null : text, missing: [...sheet.missing] }
  } catch (error) {
    if (error instanceof Abort) return failed(template, error.problem)
    throw error
  }
}

const failed = (template: string, error: TemplateError): Evaluation => ({ text: template, missing: [], error })

/**
 * Whether a template evaluates to a text that counts as yes. No for any error, any missing token and no text at all.
 * Callers that must tell "no" from "could not say" use {@link evaluate} (reliability reference Y6).
 *
 * Source: template reference 8, 14.
 */
export function isTruthy(template: string | null, variables: VariableSet, options: TemplateOptions = {}): boolean {
  const { text, missing, error } = evaluate(template, variables, { ...options, haltOnError: true })
  return error === undefined && missing.length === 0 && text !== null && !isFalsyText(text)
}

/** Everything the parts of one evaluation share. */
export function createRun(variables: VariableSet, options: TemplateOptions): Run {
  const budget = new Budget(options.limits ? { ...DEFAULT_LIMITS, ...options.limits } : DEFAULT_LIMITS)
  let filters: ReturnType<typeof createFilters> | undefined
  const run: Run = {
    budget,
    json: new JsonCache(budget),
    applyFilter: (...call) => {
      filters ??= createFilters({ ...options, budget, pattern: (source) => variables.pattern(source) }, options.filters)
      return filters(...call)
    },
    evaluateValue: (text, scope, sheet) => {
      const parsed = variables.parse(text)
      if (parsed.kind === 'limit') return budget.exceed(parsed.limit)
      return parsed.kind === 'parsed' ? evaluateTokens(run, parsed.tokens, scope, sheet) : null
    },
  }
  return run
}
