import { createVariables, type Evaluation, evaluate, type TemplateOptions } from '@flotilla/domain/templates'
import type { ResolvedVariable, ResolvedVariables } from '@flotilla/domain/variables'

/** Fills in templates with resolved variables. `textOf` may put another text in the place of a value. */
export function createEvaluator(
  { values }: ResolvedVariables,
  options: TemplateOptions = {},
  textOf: (resolved: ResolvedVariable) => string = ({ value }) => value,
): (text: string) => Evaluation {
  const variables = createVariables(
    [...values.values()].map((resolved) => ({
      name: resolved.name,
      value: textOf(resolved),
      verbatim: resolved.variable.isLiteral === true,
    })),
  )
  return (text) => evaluate(text, variables, options)
}

/** What people see in the place of a secret. */
export const SECRET_MARK = '********'

// No value can hold these: PostgreSQL text has no NUL.
const STAND_IN = '\0secret\0'
const OTHER_STAND_IN = '\0other\0'

/** Text that people see, and whether a secret has a part in it. */
export interface OpenText {
  readonly text: string
  readonly holdsSecret: boolean
}

/**
 * Fills in templates for people to see. No secret is used: others stand in for them, so that none can show, however it is
 * cut or encoded. Whether one has a part in the text is told by filling it in with two different ones.
 */
export function createOpenEvaluator(
  resolved: ResolvedVariables,
  options: TemplateOptions = {},
  isSecret: (resolved: ResolvedVariable) => boolean = ({ variable }) => variable.isSensitive,
): (text: string) => OpenText {
  const withStandIn = (standIn: string) =>
    createEvaluator(resolved, options, (each) => (isSecret(each) ? standIn : each.value))
  const one = withStandIn(STAND_IN)
  const another = withStandIn(OTHER_STAND_IN)
  return (text) => {
    const filled = one(text).text ?? ''
    const holdsSecret = filled !== (another(text).text ?? '')
    if (!holdsSecret) return { text: filled, holdsSecret }
    return { text: filled.includes(STAND_IN) ? filled.replaceAll(STAND_IN, SECRET_MARK) : SECRET_MARK, holdsSecret }
  }
}
