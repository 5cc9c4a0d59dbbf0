import { type DeploymentFacts, deploymentVariables } from './deployment-variables.ts'
import { type NamedValues, namedValues, systemVariables } from './named-values.ts'
import type { NamedThing } from './place-variables.ts'

export interface RunbookFacts {
  readonly runbook: NamedThing
  readonly snapshot: NamedThing & { readonly notes: string }
  readonly run: Omit<
    DeploymentFacts,
    'previousSuccessfulId' | 'changes' | 'changesMarkdown' | 'workItems' | 'packageBuildInformation' | 'trigger'
  >
}

const DEPLOYMENT = 'Octopus.Deployment.'
const RUN = 'Octopus.RunbookRun.'

/**
 * `Octopus.Runbook.*`, `Octopus.RunbookSnapshot.*` and `Octopus.RunbookRun.*`.
 *
 * What is known of a run is there as `Octopus.Deployment.*` too: scripts and step templates are written for deployments. What
 * only a deployment has is left out: releases, changes, and the trigger, which runs never show (domain reference 5.7).
 */
export function runbookVariables({ runbook, snapshot, run }: RunbookFacts): NamedValues {
  const ofDeployment = deploymentVariables({
    ...run,
    previousSuccessfulId: null,
    changes: null,
    changesMarkdown: null,
    workItems: null,
    packageBuildInformation: null,
    trigger: null,
  })
  return systemVariables(
    ofDeployment,
    new Map([...ofDeployment].map(([name, value]) => [name.replace(DEPLOYMENT, RUN), value])),
    namedValues([
      ['Octopus.Runbook.Id', runbook.id],
      ['Octopus.Runbook.Name', runbook.name],
      ['Octopus.RunbookSnapshot.Id', snapshot.id],
      ['Octopus.RunbookSnapshot.Name', snapshot.name],
      ['Octopus.RunbookSnapshot.Notes', snapshot.notes],
    ]),
  )
}
