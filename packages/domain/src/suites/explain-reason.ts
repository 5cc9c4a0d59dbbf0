import { assertNever } from '@flotilla/kit'
import { explainProgressionRefusal } from '../lifecycles/index.ts'
import { explainTarget } from '../targets/index.ts'
import { explainTenancyRefusal } from '../tenants/index.ts'
import type { ChildReason, DroppedMachine, NoteReason, StopReason, WhyPassedOver } from './child-plan.ts'

type NameOf = (id: string) => string

/** A decision as one sentence for a user; `nameOf` gives the name that belongs to any id. Times are UTC. */
export function explainReason(reason: ChildReason, nameOf: NameOf): string {
  switch (reason.code) {
    case 'tenant-dropped':
      return `The project does not take tenants, so it is deployed without ${nameOf(reason.tenantId)}.`
    case 'sources-chosen':
      return explainSources(reason, nameOf)
    case 'outside-lifecycle':
      return `${nameOf(reason.environmentId)} is not part of the lifecycle, so no release may be deployed there.`
    case 'anyones-deployments':
      return `Tenant ${nameOf(reason.tenantId)} is connected to none of these, so the deployments of all tenants count.`
    case 'filter-not-used':
      return `The release filter "${reason.filter}" is not used: redeploying takes what was deployed last.`
    case 'passed-over':
      return `Release ${reason.version} was passed over: ${explainPassedOver(reason.because, nameOf)}`
    case 'more-passed-over':
      return `${reason.count} older releases were passed over as well.`
    case 'channel-instead-of-deployments':
      return `Nothing suitable was deployed there, and no required phase comes before, so the newest release of channel ${nameOf(reason.channelId)} will do.`
    case 'release-fixed':
      return `Release ${reason.version} was chosen when the release of the parent was created.`
    case 'release-chosen':
      return reason.from === 'channel'
        ? `Release ${reason.version} is the newest of its channel that may be deployed.`
        : `Release ${reason.version} is the one deployed last that may be deployed.`
    case 'current-release':
      return `${nameOf(reason.environmentId)} runs release ${reason.version}.`
    case 'machines-narrowed':
      return `The deployment is narrowed to ${machines(reason.kept)}${reason.dropped === 0 ? '' : `; ${machines(reason.dropped)} asked for ${reason.dropped === 1 ? 'is' : 'are'} left out`}.`
    case 'narrowed-to-missing':
      return `What is current there is missing on ${reason.kept === 0 ? 'none' : machines(reason.kept)} of these${reason.dropped === 0 ? '' : `; left alone: ${machines(reason.dropped)}`}.`
    case 'mismatch-ignored':
      return `None of ${list(reason.asked, nameOf)} belongs to this project; all its machines are used, as the step was set to do.`
    case 'scheduled':
      return `The deployment starts at ${time(reason.at)}, until ${time(reason.expiresAt)} at the latest.`
    case 'does-not-wait':
      return 'The step does not wait for a deployment that is scheduled for later, and does not approve it.'
    case 'prompt-not-asked':
      return `Nothing asks for a value of ${reason.variableNames.join(', ')}.`
    case 'prompt-still-missing':
      return `A value is required for ${reason.labels.join(', ')}; the deployment will be refused without it.`
    case 'variables-changed':
      return reason.refreshes
        ? 'The variables have changed since the release was made; they are taken anew before it is deployed.'
        : 'The variables have changed since the release was made; it is deployed with those it was made with.'
    default:
      return explainStop(reason, nameOf)
  }
}

/** Why a machine was left out, as one sentence for a user. */
export function explainDroppedMachine(machine: DroppedMachine): string {
  if (machine.why === 'not-missing') return `${machine.name} does not lack this project.`
  if (machine.why === 'out-of-reach') return `${machine.name} is not reached by any step of this project.`
  return explainTarget(machine.why, machine)
}

function explainStop(reason: StopReason, nameOf: NameOf): string {
  switch (reason.code) {
    case 'space-not-found':
      return `There is no space "${reason.name}".`
    case 'source-is-destination':
      return `Source and destination are both ${reason.name}, so there is nothing to promote.`
    case 'machine-not-found':
      return `No machine is called ${reason.names.map((name) => `"${name}"`).join(', ')}.`
    case 'machine-ambiguous':
      return `The machine name "${reason.name}" stands for several: ${reason.ids.join(', ')}.`
    case 'project-not-found':
      return `There is no project "${reason.name}".`
    case 'project-disabled':
      return `Project ${nameOf(reason.projectId)} is disabled.`
    case 'tenant-not-found':
      return `There is no tenant "${reason.name}".`
    case 'destination-not-found':
    case 'source-not-found':
      return `There is no environment "${reason.name}".`
    case 'channel-not-found':
      return reason.name === null ? 'The project has no default channel.' : `There is no channel "${reason.name}".`
    case 'tenant-not-admitted':
      return explainTenancyRefusal(reason.because, nameOf)
    case 'destination-not-in-lifecycle':
      return `${nameOf(reason.environmentId)} is not part of the project's lifecycle.`
    case 'release-not-found':
      return explainNotFound(reason, nameOf)
    case 'already-deployed':
      return `Release ${reason.version} is already deployed to ${nameOf(reason.environmentId)}.`
    case 'release-not-selected':
      return 'No release of the project was chosen when the release of the parent was created.'
    case 'chosen-release-gone':
      return `Release ${reason.version}, which was chosen when the release of the parent was created, is gone.`
    case 'release-not-allowed':
      return `Release ${reason.version} may not be deployed. ${explainProgressionRefusal(reason.because, nameOf)}`
    case 'not-newer':
      return `${nameOf(reason.environmentId)} runs release ${reason.current}, and release ${reason.version} is not newer.`
    case 'versions-not-comparable':
      return `${nameOf(reason.environmentId)} runs release ${reason.current}, and nobody can tell whether release ${reason.version} is newer: both must be version numbers.`
    case 'no-machine-steps':
      return 'The project has no steps that run on machines, and the deployment is limited to machines.'
    case 'no-machine-matches':
      return reason.asked.length === 0
        ? 'The deployment is limited to machines, but none is named.'
        : `The project has no step for any of the chosen machines (${list(reason.asked, nameOf)}).`
    case 'all-machines-excluded':
      return `All machines of the project are excluded (${list(reason.excluded, nameOf)}).`
    case 'nothing-missing':
      return 'No machine lacks what is current there, and the deployment brings only what is missing.'
    case 'current-not-deployable':
      return reason.version === null
        ? `Nothing is current in ${nameOf(reason.environmentId)} any more.`
        : `${nameOf(reason.environmentId)} runs release ${reason.version}, which is not the one that this step would deploy, so what is missing stays missing.`
    case 'prompt-missing':
      return `A value is required for ${reason.labels.join(', ')}.`
    case 'time-unreadable':
      return `"${reason.text}" is not a time.`
    case 'time-in-past':
      return `"${reason.text}" means ${time(reason.at)}, which has gone by.`
    case 'time-zone-unknown':
      return `There is no time zone "${reason.timeZone}".`
    default:
      return assertNever(reason)
  }
}

function explainSources(reason: Extract<NoteReason, { code: 'sources-chosen' }>, nameOf: NameOf): string {
  const where = list(reason.environmentIds, nameOf)
  switch (reason.because) {
    case 'destination-itself':
      return `The release is looked for in ${where} itself.`
    case 'first-phase':
      return `${where} is in the first phase, so the release comes from the channel.`
    case 'named':
      return `The release comes from ${where}, as the step asks.`
    case 'walked-back':
      return `By the lifecycle the release comes from ${where}.`
    default:
      return assertNever(reason.because)
  }
}

function explainPassedOver(because: WhyPassedOver, nameOf: NameOf): string {
  switch (because.kind) {
    case 'other-channel':
      return `it was in channel ${nameOf(because.channelId)}.`
    case 'filter':
      return `it does not match "${because.filter}".`
    default:
      return explainProgressionRefusal(because, nameOf)
  }
}

function explainNotFound(reason: Extract<StopReason, { code: 'release-not-found' }>, nameOf: NameOf): string {
  const destination = nameOf(reason.destinationId)
  const release = reason.channelId === null ? 'No release' : `No release of channel ${nameOf(reason.channelId)}`
  const matching = reason.filter === null ? '' : ` matching "${reason.filter}"`
  switch (reason.lookedFor) {
    case 'promotion': {
      const sources = list(reason.sourceEnvironmentIds, nameOf)
      return `${release}${matching} that was deployed successfully to ${sources} may be deployed to ${destination}.`
    }
    case 'redeployment':
      return `${release} has been deployed successfully to ${destination}.`
    case 'newest':
      return `${release}${matching} may be deployed to ${destination}.`
    default:
      return assertNever(reason.lookedFor)
  }
}

function list(ids: readonly string[], nameOf: NameOf): string {
  return ids.map(nameOf).join(', ')
}

function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

const machines = (count: number): string => (count === 1 ? 'one machine' : `${count} machines`)
