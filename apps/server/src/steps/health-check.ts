import { type Action, propertyText } from '@flotilla/domain/processes'
import { type HealthVerdict, judgeCheckedMachine } from '@flotilla/domain/targets'
import { machineVariables, systemVariables } from '@flotilla/domain/variables'
import { loadHosts } from '../features/health-checks/load-hosts.ts'
import { storingHealth } from '../features/health-checks/store-health.ts'
import { checkHost, type HostFinding } from './check-host.ts'
import { type ActionResult, type ActionRun, cancelled, failed, type StepType, succeeded } from './step-type.ts'

/** As long as a client's health check of one machine (domain reference 6.7). */
const LONGEST_CHECK_MS = 60_000

/**
 * `Octopus.HealthCheck`: finds out how a machine is in the middle of a deployment, and leaves it out of the rest when it is
 * disabled, gone, or cannot be reached and the step takes that for a warning. Machines that have come meanwhile join before
 * (`engine/deployment/acquire-machines.ts`).
 *
 * Source: domain reference 4.9.
 */
export const healthCheck: StepType = { run }

const isSetTo = (action: Action, name: string, value: string): boolean =>
  propertyText(action.properties, `Octopus.Action.HealthCheck.${name}`).toLowerCase() === value.toLowerCase()

export const isHealthCheck = ({ actionType }: Action): boolean => actionType.toLowerCase() === 'octopus.healthcheck'

/** Whether machines that have appeared since the deployment began are to join the rest of it. */
export const includesNewMachines = (action: Action): boolean =>
  isHealthCheck(action) && isSetTo(action, 'IncludeMachinesInDeployment', 'IncludeCheckedMachines')

async function run(step: ActionRun): Promise<ActionResult> {
  const { deps, target, action, say } = step
  if (!target) return failed('A health check looks at machines, and this step names no role.')
  const [host] = await loadHosts(deps.database, [target.id])
  const found = host ? await check(step, host) : 'gone'
  if (found === null) return cancelled
  const { finding, verdict } = found === 'gone' ? { finding: { kind: 'connected' } as const, verdict: null } : found
  const text = `${target.name} ${verdict?.message ?? 'was disabled or removed meanwhile.'}`
  const errorsAreWarnings = isSetTo(action, 'ErrorHandling', 'TreatExceptionsAsWarnings')
  switch (judgeCheckedMachine(verdict, finding, { errorsAreWarnings })) {
    case 'stays':
      say('Info', 'found', text)
      return succeeded
    case 'stays-with-warning':
      say('Warning', 'found', text)
      return { outcome: 'succeeded-with-warning', message: '' }
    case 'left-out':
      say('Warning', 'found', `${text} The deployment goes on without it.`)
      return { outcome: 'succeeded-with-warning', message: '', excludesMachine: true }
    case 'fails':
      return failed(text)
  }
}

/** Checks the machine and stores how it is. Null: the deployment was cancelled. */
async function check(
  { deps, run: task, key, activityKey, hadBegun, action, say }: ActionRun,
  host: Awaited<ReturnType<typeof loadHosts>>[number],
): Promise<(HostFinding & { readonly verdict: HealthVerdict }) | 'gone' | null> {
  const { id, name, roles } = host
  const hostname = task.snapshot.hostnames?.[id] ?? null
  const variables = systemVariables(
    new Map(task.snapshot.systemValues),
    machineVariables({ id, name, roles, hostname, targetedRoles: [] }),
  )
  const found = await checkHost({
    deps,
    run: task,
    key,
    activityKey,
    hadBegun,
    say,
    host: { ...host, variables },
    onlyConnects: isSetTo(action, 'Type', 'ConnectionTest'),
    timeoutMs: LONGEST_CHECK_MS,
    givenUp: task.cancelled,
    inTurn: (work) => work(),
  })
  if (found === null) return null
  const verdict = await task.log.ask(storingHealth({ id, policy: host.policy, ...found }))
  return verdict ? { ...found, verdict } : 'gone'
}
