import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { machine, release, type } from 'node:os'
import { promisify } from 'node:util'
import type { Facts } from '@flotilla/agent-protocol'

const run = promisify(execFile)

/** What this machine is. */
export async function gatherFacts(agentVersion: string): Promise<Facts> {
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const bash = await run('bash', ['-c', 'echo $BASH_VERSION'], { timeout: 5_000 }).catch(() => undefined)
  const short = (text: string) => text.trim().slice(0, 200)
  return {
    operatingSystem: short(fieldOf(system, 'NAME') || type()),
    operatingSystemVersion: short(fieldOf(system, 'VERSION_ID') || release()),
    shellName: bash ? 'Bash' : 'sh',
    shellVersion: short(bash?.stdout ?? ''),
    architecture: short(machine()),
    agentVersion,
  }
}

const fieldOf = (text: string, name: string): string =>
  new RegExp(`^${name}=["']?([^"'\n]*)`, 'm').exec(text)?.[1] ?? ''
