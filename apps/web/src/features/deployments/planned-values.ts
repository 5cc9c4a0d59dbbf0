import type { DeploymentPreview } from '@flotilla/api'

/** Stands in a plan for a secret that was typed: that there is one is all that a plan needs. */
const STAND_IN = '********'

/** Answers as they are sent to be planned, again and again while they are typed, and kept beside the plan: without the secrets. */
export function plannedValues(
  { Elements }: DeploymentPreview['Form'],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const secret = new Set(Elements.filter(({ Control }) => Control.IsSecure).map(({ Name }) => Name))
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, secret.has(name) && value !== '' ? STAND_IN : value]),
  )
}
