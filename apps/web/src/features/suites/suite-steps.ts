import type { Project, Schema } from '@flotilla/api'
import { useRead } from '../../api/queries.ts'

/** A step of a suite, and the project that it deploys. */
export interface SuiteStep {
  readonly stepName: string
  readonly projectName: string
}

/** The child projects of a project's process, in the order of its steps; none if it is no suite. */
export function useSuiteSteps(project: Project) {
  return useRead(['suite-steps', project.DeploymentProcessId], async (client): Promise<readonly SuiteStep[]> => {
    const process = await client.get<Schema<'DeploymentProcess'>>(
      `~/deploymentprocesses/${project.DeploymentProcessId}`,
    )
    return process.Steps.flatMap((step) =>
      step.Actions.flatMap(({ Properties }) => {
        const name = Properties['ChildProject.Project.Name']
        return typeof name === 'string' ? [{ stepName: step.Name, projectName: name }] : []
      }),
    )
  })
}
