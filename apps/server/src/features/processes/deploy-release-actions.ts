import type { ProjectId } from '@flotilla/domain'
import { type Action, type Process, propertyText, type Step } from '@flotilla/domain/processes'
import {
  DEPLOY_RELEASE_PROPERTIES,
  type DeployReleaseProblem,
  type DeployReleaseSettings,
  parseDeployRelease,
} from '@flotilla/domain/suites'
import type { Result } from '@flotilla/kit'
import { canonicalId } from '../../database/ids.ts'
import { KINDS } from '../kinds.ts'
import type { Reference } from '../references.ts'

/** Whether actions of this type deploy a release of another project that was chosen beforehand (domain reference 4.10). */
export const isDeployRelease = (actionType: string): boolean => actionType.toLowerCase() === 'octopus.deployrelease'

/** What such an action is set to. `secretOf` answers the text of a property that is kept as a secret. */
export const readDeployRelease = (
  { properties }: Pick<Action, 'properties'>,
  secretOf: (property: string) => string | undefined = () => undefined,
): Result<DeployReleaseSettings, readonly DeployReleaseProblem[]> =>
  parseDeployRelease((name) => propertyText(properties, name) || (secretOf(name) ?? ''))

export interface DeployReleaseAction {
  readonly step: Step
  readonly action: Action
  /** The project may not exist any more. */
  readonly projectId: ProjectId
}

/** The actions of a process that deploy a release which is chosen when one of the process's project is created. */
export const deployReleaseActions = (process: Process): readonly DeployReleaseAction[] =>
  process.steps.flatMap((step) =>
    step.actions
      .filter(({ actionType, isDisabled }) => isDeployRelease(actionType) && !isDisabled)
      .map((action) => ({ step, action, projectId: projectOf(action) })),
  )

const projectOf = ({ properties }: Action): ProjectId =>
  canonicalId(propertyText(properties, DEPLOY_RELEASE_PROPERTIES.projectId)) as ProjectId

/** What keeps the actions of a process that is saved from working, each naming its field, and the projects they point to. */
export function checkDeployReleases(process: Process): {
  readonly problems: readonly string[]
  readonly references: readonly Reference[]
} {
  const found = process.steps.flatMap((step, index) =>
    step.actions.flatMap((action, place) =>
      isDeployRelease(action.actionType) ? [{ action, path: `Steps[${index}].Actions[${place}].Properties` }] : [],
    ),
  )
  const { projectId: property } = DEPLOY_RELEASE_PROPERTIES
  return {
    problems: found.flatMap(({ action, path }) => {
      const settings = readDeployRelease(action)
      if (!settings.ok) return settings.error.map((each) => `${path}[${each.property}]: ${each.message}`)
      return projectOf(action) === process.projectId
        ? [`${path}[${property}]: A project cannot deploy a release of itself.`]
        : []
    }),
    references: found.flatMap(({ action, path }) => {
      const id = projectOf(action)
      return id === '' ? [] : [{ field: `${path}[${property}]`, kind: KINDS.project, ids: [id] }]
    }),
  }
}
