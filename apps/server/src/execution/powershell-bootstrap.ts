import { ok } from '@flotilla/kit'
import type { PayloadFile } from '@flotilla/work-directory'
import { encodedVariables } from './encoded-variables.ts'
import { LAUNCH_COMMAND, launcher, moduleFiles } from './launcher.ts'
import { powershellArguments } from './powershell-arguments.ts'
import { POWERSHELL_HELPERS } from './powershell-helpers.ts'
import type { Script, SyntaxPayload } from './script-payload.ts'

/**
 * A PowerShell script with its helper functions. It is dot-sourced, as the field does: what the bootstrap defines is there,
 * an error ends everything with exit code 1, and `exit` in the script (or in a helper that it calls) ends only the script and leaves
 * its code behind.
 * Source: domain reference 4.7; reliability reference J2, K5.
 */
export const powershellPayload: SyntaxPayload = ({ body, variables, parameters = '', modules, packages }: Script) => {
  const given = powershellArguments(parameters)
  if (!given.ok) return given
  const placed = moduleFiles(modules, '.psm1').map((file) => ({ ...file, bytes: withMark(file.bytes.toString()) }))
  return ok({
    files: [
      launcher({
        packages,
        programs: ['pwsh'],
        options: ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', '../bootstrap.ps1'],
        environment: { POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off' },
        missing:
          'PowerShell scripts need PowerShell 7 (the program pwsh), which is not in the PATH where this script was to run. ' +
          'Install PowerShell there, or write the script in Bash, Python or JavaScript.',
      }),
      ...encodedVariables(variables),
      {
        name: 'bootstrap.ps1',
        bytes: withMark(`${POWERSHELL_HELPERS}${placed.map(importOf).join('')}${callOf(body, given.value)}`),
      },
      ...(typeof body === 'string' ? [{ name: 'script.ps1', bytes: withMark(body) }] : []),
      ...placed,
    ],
    command: LAUNCH_COMMAND,
  })
}

/** Modules are there without being asked for; some name their functions as PowerShell would not. */
const importOf = ({ name }: PayloadFile) => `Import-Module -Name "$PSScriptRoot/${name}" -DisableNameChecking\n`

/** The exit code of the last program that the script started is the script's own, when it says no other. */
const callOf = (body: Script['body'], parameters: string) => `
. ${typeof body === 'string' ? '"$PSScriptRoot/script.ps1"' : `'./${body.path.replaceAll("'", "''")}'`}${parameters === '' ? '' : ` ${parameters}`}
if (Test-Path -Path variable:global:LASTEXITCODE) { exit $global:LASTEXITCODE }
`

/** A byte order mark tells every version of PowerShell that the file is UTF-8. */
const withMark = (text: string) => Buffer.from(`\uFEFF${text}`)
