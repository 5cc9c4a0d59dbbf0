import { assertNever, err, ok, type Result } from '@flotilla/kit'
import { parseTemplate } from './parser.ts'
import type { TemplateError } from './problem.ts'
import type { Condition, Expression, Path, Sum, Token } from './syntax.ts'

/**
 * The single names that a template mentions: each name of a dotted path by itself, also in variable indexes, options and
 * branches not taken; of a loop only its collection. A text compared with counts as a name.
 *
 * Errors: the parse error, or the limit, of the template.
 * Source: template reference 14.
 */
export function argumentNames(template: string): Result<ReadonlySet<string>, TemplateError> {
  const parsed = parseTemplate(template)
  if (parsed.kind === 'limit') return err({ ...parsed, variable: null })
  return parsed.kind === 'parse' ? err(parsed) : ok(new Set(parsed.tokens.flatMap(namesOf)))
}

function namesOf(token: Token): readonly string[] {
  switch (token.kind) {
    case 'text':
      return []
    case 'substitution':
      return namesOfExpression(token.expression)
    case 'calc':
      return namesOfSum(token.sum)
    case 'each':
      return namesOfPath(token.path)
    case 'if':
      return [
        ...token.clauses.flatMap(({ condition, body }) => [...namesOfCondition(condition), ...body.flatMap(namesOf)]),
        ...token.otherwise.flatMap(namesOf),
      ]
    default:
      return assertNever(token)
  }
}

const namesOfPath = (path: Path): readonly string[] =>
  path.flatMap((step) => {
    if (step.kind === 'variable-index') return namesOfPath(step.path)
    return step.kind === 'name' ? [step.text] : []
  })

const namesOfExpression = ({ path, filters }: Expression): readonly string[] => [
  ...namesOfPath(path),
  ...filters.flatMap((call) => call.options.flatMap((option) => (option.kind === 'text' ? [] : namesOf(option)))),
]

function namesOfCondition(condition: Condition): readonly string[] {
  if (condition.kind === 'truthy') return namesOfExpression(condition.operand)
  const { left, right } = condition
  return [...namesOfExpression(left), ...('kind' in right ? [right.text] : namesOfExpression(right))]
}

function namesOfSum(sum: Sum): readonly string[] {
  if (sum.kind === 'number') return []
  if (sum.kind === 'path') return namesOfPath(sum.path)
  return [...namesOfSum(sum.first), ...sum.rest.flatMap(({ operand }) => namesOfSum(operand))]
}
