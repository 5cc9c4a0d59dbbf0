import { err, ok, type Result } from '@flotilla/kit'
import { type Action, propertyText } from '../processes/index.ts'

/** The stages of a deployment of a package at which scripts may run. Source: domain reference 4.9. */
export const PACKAGE_STAGES = ['PreDeploy', 'Deploy', 'PostDeploy', 'DeployFailed'] as const
export type PackageStage = (typeof PACKAGE_STAGES)[number]

/** How a package is deployed on a machine. */
export interface PackageDeployment {
  /** Where its content is copied to, beside the folder of its own version; null: nowhere. An absolute path. */
  readonly customDirectory: string | null
  /** Whether that is emptied before. */
  readonly purgesBefore: boolean
  /** Whether a machine is left as it is when the same version was the last one to be deployed there. */
  readonly skipsIfInstalled: boolean
  /** Bash that the step has itself; it stands for the package's own script of the stage. */
  readonly scripts: ReadonlyMap<PackageStage, string>
}

const CUSTOM_DIRECTORY = 'Octopus.Features.CustomDirectory'
const CUSTOM_SCRIPTS = 'Octopus.Features.CustomScripts'

/**
 * Reads the settings of a "Deploy a package" step. `fill` puts values into its templates.
 *
 * Errors: a sentence about the first setting that cannot be followed. What this server does not do is never left undone silently.
 * Source: domain reference 4.9.
 */
export function readPackageDeployment(
  { properties }: Pick<Action, 'properties'>,
  fill: (text: string) => string,
): Result<PackageDeployment, string> {
  const text = (name: string) => fill(propertyText(properties, name)).trim()
  const isOn = (name: string) => text(name).toLowerCase() === 'true'
  const features = text('Octopus.Action.EnabledFeatures')
    .split(',')
    .map((feature) => feature.trim())
    .filter((feature) => feature !== '')
  const unknown = features.find((feature) => feature !== CUSTOM_DIRECTORY && feature !== CUSTOM_SCRIPTS)
  if (unknown)
    return err(`The feature ${unknown} of package steps is not offered by this server; take it out of the step.`)

  const hasDirectory = features.includes(CUSTOM_DIRECTORY)
  const customDirectory = hasDirectory ? text('Octopus.Action.Package.CustomInstallationDirectory') : null
  const purgesBefore = isOn('Octopus.Action.Package.CustomInstallationDirectoryShouldBePurgedBeforeDeployment')
  if (customDirectory !== null) {
    const names = customDirectory.split('/').filter((name) => name !== '' && name !== '.')
    if (!customDirectory.startsWith('/') || names.includes('..') || customDirectory.includes('\0'))
      return err(`The custom installation directory '${customDirectory}' is no absolute path, as in /opt/acme/web.`)
    if (names.length === 0 || (purgesBefore && names.length < 2))
      return err(
        `The custom installation directory '${customDirectory}' is one of the system's own${purgesBefore ? ' and is not emptied' : ''}.`,
      )
  }

  const scripts = new Map<PackageStage, string>()
  if (features.includes(CUSTOM_SCRIPTS)) {
    for (const [name, value] of properties) {
      const [, stage, ending = ''] = /^Octopus\.Action\.CustomScripts\.(\w+)\.(\w+)$/i.exec(name) ?? []
      const known = PACKAGE_STAGES.find((each) => each.toLowerCase() === stage?.toLowerCase())
      if (!known) continue
      if (typeof value !== 'string') return err(`The ${known} script of the step is a secret; write it in the open.`)
      if (value.trim() === '') continue
      if (ending.toLowerCase() !== 'sh')
        return err(`The ${known} script of the step is one of .${ending}; scripts of package steps are in Bash (.sh).`)
      scripts.set(known, fill(value))
    }
  }
  const skipsIfInstalled = isOn('Octopus.Action.Package.SkipIfAlreadyInstalled')
  return ok({ customDirectory, purgesBefore: customDirectory !== null && purgesBefore, skipsIfInstalled, scripts })
}
