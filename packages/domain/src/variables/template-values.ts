import type { EnvironmentId, TenantId, VariableId } from '../ids.ts'
import type { Variable, VariableSource, VariableType } from './variable.ts'

/** A question that a project, or a library set, puts to every tenant (domain reference 5.8). */
export interface VariableTemplate {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly type: VariableType
  readonly isSensitive: boolean
  /** What is used where a tenant has no value of its own, possibly with expressions in it; blank is none. */
  readonly defaultValue: string
  readonly source: VariableSource
}

/** A tenant's answer. */
export interface TemplateAnswer {
  readonly templateId: string
  /** Empty: in every environment, as answers to common templates are. */
  readonly environmentIds: readonly EnvironmentId[]
  readonly value: string
}

export interface TemplateValues {
  readonly variables: readonly Variable[]
  /** Templates that have neither an answer nor a default, for a tenant; they stand against a deployment. */
  readonly missing: readonly VariableTemplate[]
}

/**
 * The values of templates in one environment: the tenant's own, that for the environment before that for all, else the
 * default. Blank text is no answer. An untenanted deployment gets the defaults, and nothing is missing there.
 *
 * Source: domain reference 5.8.
 */
export function templateValues(
  templates: readonly VariableTemplate[],
  answers: readonly TemplateAnswer[],
  place: { readonly environmentId: EnvironmentId; readonly tenantId: TenantId | null },
): TemplateValues {
  const { environmentId, tenantId } = place
  const variables: Variable[] = []
  const missing: VariableTemplate[] = []
  for (const template of templates) {
    const own = tenantId === null ? undefined : answerFor(template, answers, environmentId)
    if (own) {
      const everywhere = own.environmentIds.length === 0
      const scope = { Tenant: [tenantId as string], ...(everywhere ? {} : { Environment: [environmentId] }) }
      variables.push(variableOf(template, own.value, scope))
    } else if (template.defaultValue.trim() !== '') variables.push(variableOf(template, template.defaultValue, {}))
    else if (tenantId !== null) missing.push(template)
  }
  return { variables, missing }
}

function answerFor(
  template: VariableTemplate,
  answers: readonly TemplateAnswer[],
  environmentId: EnvironmentId,
): TemplateAnswer | undefined {
  const given = answers.filter(({ templateId, value }) => templateId === template.id && value.trim() !== '')
  return (
    given.find(({ environmentIds }) => environmentIds.includes(environmentId)) ??
    given.find(({ environmentIds }) => environmentIds.length === 0)
  )
}

const variableOf = (
  { id, name, type, isSensitive, source }: VariableTemplate,
  value: string,
  scope: Variable['scope'],
): Variable => ({
  id: `template:${id}` as VariableId,
  name,
  value,
  isSensitive,
  type,
  scope,
  prompt: null,
  source,
})
