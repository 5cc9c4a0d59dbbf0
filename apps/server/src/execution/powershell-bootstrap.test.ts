// biome-ignore-all lint/suspicious/noTemplateCurlyInString: PowerShell writes ${name}, too.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FRESH_INTERPRETER, finishInterpretation, interpretChunk } from './output-interpreter.ts'
import type { OutputItem } from './output-items.ts'
import { powershellText } from './powershell-arguments.ts'
import { POWERSHELL_HELPERS } from './powershell-helpers.ts'
import type { Script } from './script-payload.ts'
import { hasProgram, makeTestBed, payloadOf, run, type Seen, type TestBed } from './testing.ts'

const fileOf = (name: string, body: string, rest: Partial<Script> = {}) =>
  Buffer.from(payloadOf('PowerShell', body, rest).files.find((file) => file.name === name)!.bytes).toString()

describe('the files of a PowerShell script', () => {
  test('the command and its environment hold no value', () => {
    const payload = payloadOf('PowerShell', 'body', {
      variables: [{ name: 'v', value: 'canary' }],
      parameters: 'canary',
    })
    expect(payload.command).toEqual(['sh', '../launch.sh'])
    expect(fileOf('launch.sh', 'body')).toContain(
      'exec "$program" -NoLogo -NoProfile -NonInteractive -File ../bootstrap.ps1',
    )
    for (const { bytes } of payload.files) expect(Buffer.from(bytes).toString()).not.toContain('canary')
  })

  test('the script is as its author wrote it, marked as UTF-8', () => {
    expect(fileOf('script.ps1', 'Write-Host "ä"\r\n')).toBe('\uFEFFWrite-Host "ä"\r\n')
  })

  test('the script is called with its parameters as data, and its last exit code is handed on', () => {
    const [call, exit] = fileOf('bootstrap.ps1', '', { parameters: '-Name "a b" -Force; $(evil)' })
      .trim()
      .split('\n')
      .slice(-2)
    expect(call).toBe(
      `. "$PSScriptRoot/script.ps1" -Name ${powershellText('a b')} ${powershellText('-Force;')} ${powershellText('$(evil)')}`,
    )
    expect(exit).toBe('if (Test-Path -Path variable:global:LASTEXITCODE) { exit $global:LASTEXITCODE }')
    expect(fileOf('bootstrap.ps1', '')).toContain('\n. "$PSScriptRoot/script.ps1"\n')
  })

  test('modules of the project are loaded before the script', () => {
    const modules = [{ name: 'My; Tools', body: 'function Get-It { 1 }' }]
    const lines = fileOf('bootstrap.ps1', '', { modules }).trim().split('\n')
    expect(lines.slice(-4)[0]).toBe('Import-Module -Name "$PSScriptRoot/module-1.psm1" -DisableNameChecking')
    expect(fileOf('module-1.psm1', '', { modules })).toBe('\uFEFFfunction Get-It { 1 }')
  })

  // Without PowerShell nothing else would see that a name of the reference is missing.
  test.each([
    'Set-OctopusVariable',
    'New-OctopusArtifact',
    'Fail-Step',
    'Update-Progress',
    'Write-Verbose',
    'Write-Highlight',
    'Write-Wait',
    'Write-Warning',
    'Write-Debug',
    'New-OctopusTarget',
    'Remove-OctopusTarget',
    'Execute-WithRetry',
    'Fail-HealthCheck',
  ])('the helper %s is there', (name) => expect(POWERSHELL_HELPERS).toMatch(new RegExp(`^function ${name}\\b`, 'm')))

  test('every bracket and quote of the helpers has its end', () => {
    expect(unclosed(POWERSHELL_HELPERS)).toEqual([])
    expect(unclosed('function a { "$(b "c")" ')).toEqual(['{'])
  })
})

/** What is open at the end of a PowerShell program of plain habits: no here-strings, no block comments. */
function unclosed(program: string): readonly string[] {
  const open: string[] = []
  const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
  for (let at = 0; at < program.length; at += 1) {
    const character = program[at]!
    const inside = open.at(-1)
    if (character === '`') at += 1
    else if (inside === "'") character === "'" && open.pop()
    else if (inside === '"') {
      if (character === '"') open.pop()
      else if (character === '$' && program[at + 1] === '(') {
        open.push('(')
        at += 1
      }
    } else if (character === '#') at = program.indexOf('\n', at)
    else if (/['"([{]/.test(character)) open.push(character)
    else if (closing[character]) {
      if (open.pop() !== closing[character]) return [`${character} at ${at}`]
    }
  }
  return open
}

const isHere = hasProgram('pwsh')

describe.skipIf(!isHere)(
  `running PowerShell scripts${isHere ? '' : ' (pwsh is not installed here, so these are skipped)'}`,
  () => {
    let bed: TestBed
    let count = 0
    beforeAll(async () => {
      bed = await makeTestBed()
    })
    afterAll(() => bed.discard())
    const QUIET = { name: 'Octopus.Action.Script.SuppressEnvironmentLogging', value: 'True' }
    const runScript = (body: string, rest: Partial<Script> = {}): Promise<Seen> =>
      run(
        bed,
        `powershell-${++count}`,
        payloadOf('PowerShell', body, { ...rest, variables: [QUIET, ...(rest.variables ?? [])] }),
      )
    async function itemsOf(body: string, rest: Partial<Script> = {}): Promise<readonly OutputItem[]> {
      const { stdout, stderr } = await runScript(body, rest)
      expect(stderr).toBe('')
      const taken = interpretChunk(FRESH_INTERPRETER, { stream: 'stdout', offset: 0, bytes: Buffer.from(stdout) })
      return [...taken.items, ...finishInterpretation(taken.state).items]
    }

    test('J2: variables come out as they went in; names in any letters, and as plain variables', async () => {
      const value = `$(touch x) \`touch y\` it's "quoted" ’ \\ ä🚢\n#{x} \u0001`
      const variables = [
        { name: 'My.Value', value },
        { name: 'PID', value: 'not this' },
        { name: 'Empty', value: '' },
      ]
      const seen = await runScript(
        `Set-StrictMode -Version Latest
[Console]::Out.Write($OctopusParameters['my.VALUE'] + '|' + $MyValue + '|' + ($PID -is [int]) + '|' + $Empty + '|')
Get-ChildItem`,
        { variables },
      )
      expect(seen).toMatchObject({ stdout: `${value}|${value}|True||`, stderr: '', outcome: { exitCode: 0 } })
    })

    test.each([
      {
        name: 'output variables; booleans are True and False',
        body: `Set-OctopusVariable -name 'a b' -value "1\`n2"; Set-OctopusVariable 'flag' $true; Set-OctopusVariable k hunter2 -sensitive`,
        gives: [
          { kind: 'set-variable', name: 'a b', value: '1\n2', sensitive: false },
          { kind: 'set-variable', name: 'flag', value: 'True' },
          { kind: 'mask', value: 'hunter2' },
          { kind: 'set-variable', name: 'k', value: 'hunter2', sensitive: true },
        ],
      },
      {
        name: 'levels',
        body: `Set-StrictMode -Version Latest; Write-Verbose a; Write-Highlight b; Write-Wait c; 'd' | Write-Warning; Write-Debug e; Write-Host f; Write-Output g`,
        gives: ['Verbose a', 'Highlight b', 'Wait c', 'Warning d', 'Verbose e', 'Info f', 'Info g'].map((line) => ({
          category: line.split(' ')[0],
          text: line.split(' ')[1],
        })),
      },
      {
        name: 'progress',
        body: `Update-Progress 40 'half way'`,
        gives: [{ kind: 'progress', percentage: 40, message: 'half way' }],
      },
      {
        name: 'artifacts, also from the pipeline',
        body: `'12345' | Set-Content -NoNewline 'a b.txt'; Get-ChildItem 'a b.txt' | New-OctopusArtifact; New-OctopusArtifact -Path missing.txt -Name other.txt`,
        gives: [
          { name: 'a b.txt', length: 5 },
          { name: 'other.txt', length: 0 },
        ],
      },
      {
        name: 'targets',
        body: `New-OctopusTarget -Name t -TargetId x -Inputs '{}' -Roles a,b -UpdateIfExisting; Remove-OctopusTarget -targetIdOrName u`,
        gives: [
          { kind: 'create-target', name: 't', roles: ['a', 'b'], updateIfExisting: true },
          { kind: 'delete-target', machine: 'u' },
        ],
      },
      {
        name: 'retries',
        body: `$script:n = 0; Execute-WithRetry { $script:n++; if ($script:n -lt 3) { throw 'not yet' }; "done after $script:n" } -sleepBetweenFailures 0`,
        gives: [
          { text: 'Attempt 1 of 3 failed: not yet' },
          { text: 'Attempt 2 of 3 failed: not yet' },
          { text: 'done after 3' },
        ],
      },
      {
        name: 'J1: parameters',
        body: `param([string] $Name, [switch] $Force, [string[]] $Roles, [int] $Count)\nWrite-Host "$Name|$Force|$($Roles.Count)|$Count"`,
        parameters: `-Name '$(touch x)' -Force:$true -Roles a,'b c' -Count 3`,
        gives: [{ text: '$(touch x)|True|2|3' }],
      },
    ])('$name', async ({ body, parameters = '', gives }) =>
      expect(await itemsOf(body, { parameters })).toMatchObject(gives),
    )

    test.each([
      { body: 'exit 7', exitCode: 7 },
      { body: '/bin/sh -c "exit 3"', exitCode: 3 },
      { body: '/bin/sh -c "exit 3"; exit 0', exitCode: 0 },
      { body: "Write-Error 'x'; Write-Host never", exitCode: 1 },
      { body: "throw 'x'", exitCode: 1 },
      { body: "Fail-Step 'no space'; Write-Host never", exitCode: 255 },
      { body: '$x = $OctopusParameters["missing"]; if ($null -ne $x) { exit 9 }', exitCode: 0 },
    ])('$body gives exit code $exitCode', async ({ body, exitCode }) => {
      const seen = await runScript(body)
      expect(seen.outcome).toEqual({ kind: 'exited', exitCode })
      expect(seen.stdout).not.toContain('never')
    })

    test('the environment is told as verbose lines unless that is turned off', async () => {
      const { stdout } = await run(bed, 'powershell-told', payloadOf('PowerShell', ''))
      expect(stdout).toMatch(/^##octopus\[stdout-verbose\]\nPowerShell \d/)
      expect((await runScript('')).stdout).toBe('')
    })
  },
)
