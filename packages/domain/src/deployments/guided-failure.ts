export const GUIDED_FAILURE_MODES = ['EnvironmentDefault', 'Off', 'On'] as const
export type GuidedFailureMode = (typeof GUIDED_FAILURE_MODES)[number]

/**
 * Whether a deployment should ask a person when an action fails, where its creator does not say.
 *
 * Source: domain reference 3.7.
 */
export function guidedFailureDefault(projectMode: GuidedFailureMode, environmentUsesIt: boolean): boolean {
  return projectMode === 'EnvironmentDefault' ? environmentUsesIt : projectMode === 'On'
}
