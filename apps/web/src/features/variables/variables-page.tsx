import { changeDocument, type Project } from '@flotilla/api'
import { Stack } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { ProjectFrame } from '../projects/project-frame.tsx'
import { ValuesSomewhere } from './values-somewhere.tsx'
import { VariableEditor } from './variable-editor.tsx'
import { type Template, VariableTemplates } from './variable-templates.tsx'

/** A project's variables: many values of one name, each with where it holds; and what it asks its tenants for. */
export function VariablesPage() {
  return <ProjectFrame part="variables">{(project) => <Variables project={project} />}</ProjectFrame>
}

function Variables({ project }: { readonly project: Project }) {
  const saving = useChange((client, Templates: readonly Template[]) =>
    changeDocument(client, 'projects', project, { Templates }),
  )
  return (
    <Stack gap="xl">
      <VariableEditor setId={project.VariableSetId} />
      <ValuesSomewhere project={project} />
      {(project.TenantedDeploymentMode !== 'Untenanted' || project.Templates.length > 0) && (
        <VariableTemplates
          about="Each connected tenant gives its own value, for each environment."
          templates={project.Templates}
          saving={saving}
        />
      )}
    </Stack>
  )
}
