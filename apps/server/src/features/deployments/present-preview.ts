import type { Queryable } from '../../database/connection.ts'
import { loadChanges } from '../releases/load-changes.ts'
import type { ReleaseParts } from '../releases/release-world.ts'
import { loadTemplateValues } from '../variables/template-values.ts'
import { formOf, loadDeploymentWorld, NO_CHOICE, type Place, previewOf, snapshotsOf } from './deployment-world.ts'
import type { ExecutionSource } from './execution.ts'
import { findCurrent } from './queries.ts'
import { asksByDefault } from './store-execution.ts'

/** What a deployment, or a run of a runbook, would do in a place: steps, machines, questions and changes (API reference 5.7). */
export async function presentPreview(db: Queryable, source: ExecutionSource, place: Place, includeDisabled: boolean) {
  const snapshot = await loadDeploymentWorld(db, snapshotsOf(source), place.environment.id)
  const templates = await loadTemplateValues(db, source.project, {
    environmentId: place.environment.id,
    tenantId: place.tenant?.id ?? null,
  })
  const deployment = { ...snapshot, variables: [...snapshot.variables, ...templates.variables] }
  const { steps } = previewOf(source, deployment, place, NO_CHOICE, includeDisabled)
  const form = formOf(source, deployment, place)
  const { changes, markdown } = 'release' in source ? await changesIn(db, source, place) : { changes: [], markdown: '' }
  const named = ({ id, name }: { readonly id: string; readonly name: string }) => ({ Id: id, Name: name })
  return {
    StepsToExecute: steps.map((step) => ({
      ActionId: step.actionId,
      ActionName: step.actionName,
      ActionNumber: step.actionNumber,
      Roles: step.roles,
      MachineNames: step.machines.map(({ name }) => name),
      Machines: step.machines.map((machine) => ({
        ...named(machine),
        HasLatestCalamari: true,
        HealthStatus: machine.health,
      })),
      CanBeSkipped: step.canBeSkipped,
      IsDisabled: step.isDisabled,
      HasNoApplicableMachines: step.hasNoApplicableMachines,
      UnavailableMachines: step.unavailable.map(named),
      ExcludedMachines: step.excluded.map(named),
    })),
    Form: {
      Values: Object.fromEntries(form.values),
      Elements: form.elements.map((element) => ({
        Name: element.name,
        Control: {
          Type: 'VariableValue',
          Name: element.variableName,
          Label: element.label,
          Description: element.description,
          Required: element.isRequired,
          IsSecure: element.isSecure,
          DisplaySettings: element.displaySettings,
        },
        IsValueRequired: element.isRequired,
      })),
    },
    Changes: changes,
    ChangesMarkdown: markdown,
    UseGuidedFailureModeByDefault: await asksByDefault(db, source, place.environment.id),
    DeploymentFreezes: [],
    Links: {},
  }
}

/** Against what is current in the place. */
async function changesIn(db: Queryable, parts: ReleaseParts, { environment, tenant }: Place) {
  const current = await findCurrent(db, {
    projectId: parts.project.Id,
    environmentId: environment.id,
    tenantId: tenant?.id ?? null,
  })
  return loadChanges(db, parts, current?.releaseId ?? null)
}
