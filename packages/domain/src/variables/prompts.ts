import { assertNever, err, ok, type Result } from '@flotilla/kit'
import type { VariableId } from '../ids.ts'
import { hasToken } from '../templates/index.ts'
import { mayApply } from './scope.ts'
import { isSecret } from './secret-values.ts'
import type { Prompt, Variable, VariableContext } from './variable.ts'

/** What is known about a deployment before any of its steps runs. */
export type PromptContext = Pick<
  VariableContext,
  'environmentId' | 'channelId' | 'tenantId' | 'tenantTags' | 'projectId' | 'processOwners'
>

export interface PromptElement {
  /** The key of the value in `FormValues`: the variable's id, as several entries may share a variable name. */
  readonly name: VariableId
  readonly variableName: string
  readonly label: string
  readonly description: string
  readonly isRequired: boolean
  /** The value must not be shown. */
  readonly isSecure: boolean
  readonly displaySettings: Readonly<Record<string, string>>
}

export interface PromptedForm {
  readonly elements: readonly PromptElement[]
  /** The default of every element, by element name; empty for secrets. */
  readonly values: ReadonlyMap<VariableId, string>
}

export type PromptRefusal = {
  readonly variableId: VariableId
  readonly name: string
  readonly label: string
} & (
  | { readonly kind: 'required-value-missing' }
  | { readonly kind: 'not-an-option'; readonly given: string; readonly options: readonly string[] }
  | { readonly kind: 'not-yes-or-no'; readonly given: string }
)

/** A refusal as a sentence. */
export function explainPromptRefusal(refusal: PromptRefusal): string {
  const question = refusal.label.trim() || refusal.name
  switch (refusal.kind) {
    case 'required-value-missing':
      return `${question} is required, and no value was given. Give one for the variable ${refusal.name}.`
    case 'not-an-option':
      return `${question} cannot be '${refusal.given}'. Choose one of: ${refusal.options.join(', ')}.`
    case 'not-yes-or-no':
      return `${question} cannot be '${refusal.given}'. Write True or False.`
    default:
      return assertNever(refusal)
  }
}

type PromptedVariable = Variable & { readonly prompt: Prompt }

/**
 * The questions to ask before a deployment: one for each prompted entry that can apply there, by label, else name.
 *
 * Which machines, roles and steps will look the variable up is not known yet, so those scopes do not hide a question.
 * Source: domain reference 3.3, 5.5.
 */
export function promptedForm(
  variables: readonly Variable[],
  context: PromptContext,
  evaluate: (text: string) => string,
): PromptedForm {
  const asked = variables.filter(isPrompted).filter((variable) => mayApply(variable, context))
  const sorted = asked.toSorted((a, b) => compareText(sortKey(a), sortKey(b)) || compareText(a.id, b.id))
  return {
    elements: sorted.map(elementOf),
    values: new Map(sorted.map((variable) => [variable.id, isSecret(variable) ? '' : evaluate(variable.value ?? '')])),
  }
}

/**
 * Puts the given values in the place of exactly the entries they answer, each keeping its scope.
 *
 * Shape: `formValues` by element name; names that no question has are ignored. An answer is stored as given, but for the
 * case of `True` and `False`. One with an expression in it is judged by nobody, as its text is not known yet.
 * Errors: every required question without an answer, and every answer that its control cannot give. One left out is answered by a stored value that is not blank
 * (an expression counts as one: it is evaluated where it is used); one answered with blanks is refused, except that
 * blanks for a secret mean "left out", since a form cannot show the stored one.
 * Source: domain reference 5.3, 5.5.
 */
export function applyPromptedValues(
  variables: readonly Variable[],
  formValues: ReadonlyMap<string, string>,
  context: PromptContext,
): Result<readonly Variable[], readonly PromptRefusal[]> {
  const { answered, refusals } = takePromptedValues(variables, formValues, context)
  return refusals.length > 0 ? err(refusals) : ok(answered)
}

/** The same for what is only thought of: a question whose answer is refused keeps its default. */
export function takePromptedValues(
  variables: readonly Variable[],
  formValues: ReadonlyMap<string, string>,
  context: PromptContext,
): { readonly answered: readonly Variable[]; readonly refusals: readonly PromptRefusal[] } {
  const refusals: PromptRefusal[] = []
  const answered = variables.map((variable) => {
    if (!isPrompted(variable) || !mayApply(variable, context)) return variable
    const given = answerFor(variable, formValues)
    if (variable.prompt.isRequired && isBlank(given ?? variable.value)) {
      refusals.push({ kind: 'required-value-missing', ...questionOf(variable) })
    }
    if (given === undefined) return variable
    const settled = settleAnswer(variable, given)
    if (settled.ok) return { ...variable, value: settled.value }
    refusals.push(settled.error)
    return variable
  })
  return { answered, refusals }
}

/**
 * The answers that differ from what the form offered.
 *
 * A deployment that is repeated by a trigger re-uses only these, so that a default expression is evaluated anew there.
 * Source: domain reference 5.5 (triggers).
 */
export function typedValues(form: PromptedForm, formValues: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const offered: ReadonlyMap<string, string> = form.values
  return new Map([...formValues].filter(([name, value]) => offered.has(name) && offered.get(name) !== value))
}

function isPrompted(variable: Variable): variable is PromptedVariable {
  return variable.prompt !== null
}

function answerFor(variable: PromptedVariable, formValues: ReadonlyMap<string, string>): string | undefined {
  const given = formValues.get(variable.id)
  return isSecret(variable) && isBlank(given) ? undefined : given
}

function elementOf(variable: PromptedVariable): PromptElement {
  const { label, description, isRequired, displaySettings } = variable.prompt
  return {
    name: variable.id,
    variableName: variable.name,
    label,
    description,
    isRequired,
    isSecure: isSecret(variable),
    displaySettings,
  }
}

const questionOf = ({ id, name, prompt }: PromptedVariable) => ({ variableId: id, name, label: prompt.label })

function settleAnswer(variable: PromptedVariable, given: string): Result<string, PromptRefusal> {
  const control = variable.prompt.displaySettings['Octopus.ControlType']
  if (isBlank(given) || hasToken(given) || isSecret(variable)) return ok(given)
  if (control === 'Checkbox') {
    const word = given.trim().toLowerCase()
    if (word === 'true' || word === 'false') return ok(word === 'true' ? 'True' : 'False')
    return err({ kind: 'not-yes-or-no', given, ...questionOf(variable) })
  }
  const options = control === 'Select' ? optionsOf(variable.prompt) : []
  if (options.length === 0 || options.includes(given.trim())) return ok(given)
  return err({ kind: 'not-an-option', given, options, ...questionOf(variable) })
}

/** What a drop-down offers: one `value|text` a line. */
const optionsOf = ({ displaySettings }: Prompt): readonly string[] =>
  (displaySettings['Octopus.SelectOptions'] ?? '')
    .split(/\r?\n/)
    .map((line) => (line.split('|')[0] as string).trim())
    .filter((option) => option !== '')

function sortKey({ name, prompt }: PromptedVariable): string {
  return (isBlank(prompt.label) ? name : prompt.label).toLowerCase()
}

function isBlank(text: string | null | undefined): boolean {
  return (text ?? '').trim() === ''
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
