import { readPackageDeployment } from '@flotilla/domain/packages'
import { err, ok, type Result } from '@flotilla/kit'
import { type Payload, type Ticket, workPathOf } from '@flotilla/work-directory'
import { buildPayload, packageScript } from '../execution/index.ts'
import { type AcquiredPackages, packageVariables } from './acquire-packages.ts'
import { leaveOutUnreached } from './leave-out-unreached.ts'
import { scriptOf } from './run-script.ts'
import { runScriptAttempts } from './script-attempt.ts'
import type { ActionRun, StepType } from './step-type.ts'

/** `Octopus.TentaclePackage`: deploys a package on a target, with the scripts that it brings along (domain reference 4.9). */
export const deployPackage: StepType = {
  needsWorker: true,
  run: async (action) => leaveOutUnreached(action, await runScriptAttempts(scriptOf(action, preparePackage))),
}

/** Where the launcher unpacks the package; from there it goes to its place. */
const FOLDER = 'package'

function preparePackage(
  { action, run, scope }: ActionRun,
  ticket: Ticket,
  acquired: AcquiredPackages | null,
): Result<Payload, string> {
  const deployed = acquired?.packages.find(({ reference }) => reference.name === '')
  if (!acquired || !deployed)
    return err('The step has no package that it could deploy: none without a name is acquired.')
  const others = acquired.packages.filter((each) => each !== deployed)
  const there = scope.with(packageVariables(others, workPathOf(acquired.root, ticket)))
  const settings = readPackageDeployment(action, (text) => there.evaluate(text))
  if (!settings.ok) return settings
  const { environment, tenant } = run.snapshot.names
  const { packageId, version } = deployed.taken
  const { ForcePackageRedeployment: isForced } = run.execution.document as { ForcePackageRedeployment?: boolean }
  const body = packageScript({
    ...settings.value,
    skipsIfInstalled: settings.value.skipsIfInstalled && !isForced,
    folder: FOLDER,
    name: deployed.name,
    version,
    sha256: deployed.sha256,
    place: [environment.name, ...(tenant ? [tenant.name] : []), there.evaluate(packageId)],
  })
  const directory = settings.value.customDirectory
  const variables = directory
    ? [...there.values(), { name: 'Octopus.Action.Package.CustomInstallationDirectory', value: directory }]
    : there.values()
  const packages = [{ ...deployed, as: FOLDER }, ...others]
  const payload = buildPayload({ syntax: 'Bash', body, variables, packages })
  if (!payload.ok) throw new Error(`The script of a package cannot be run (${payload.error.kind}).`)
  return ok(payload.value)
}
