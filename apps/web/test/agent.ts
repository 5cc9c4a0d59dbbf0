import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url))

/** A machine that has joined; its agent does not run. */
export interface JoinedAgent {
  remove(): Promise<void>
}

/** Runs the command that a page shows, as a machine of this name would. */
export async function joinByCommand(command: string, name: string): Promise<JoinedAgent> {
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-agent-'))
  const line = `${command.trim().replace(/^flotilla/, '"$0" "$1"')} --name ${name} --state-dir ${directory}`
  const child = spawn('/bin/sh', ['-c', line, process.execPath, CLI], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, FLOTILLA_AGENT_ALLOW_ROOT: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (text += String(bytes)))
  const code = await new Promise((resolve) => child.once('close', resolve))
  const remove = () => rm(directory, { recursive: true, force: true })
  if (code === 0) return { remove }
  await remove()
  throw new Error(`The machine did not join: ${text}`)
}
