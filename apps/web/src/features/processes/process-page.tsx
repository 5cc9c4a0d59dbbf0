import { ProjectFrame } from '../projects/project-frame.tsx'
import { ProcessEditor } from './process-editor.tsx'

/** A project's steps, to be looked at and changed. */
export function ProcessPage() {
  return (
    <ProjectFrame part="process">
      {(project) => (
        <ProcessEditor
          path={`~/deploymentprocesses/${project.DeploymentProcessId}`}
          project={project}
          isDeployed
          about="A release runs these steps in order: scripts on targets or on a worker, questions to people, deployments of other projects."
        />
      )}
    </ProjectFrame>
  )
}
