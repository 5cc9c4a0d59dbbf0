// A machine of the demo with an agent of its own: a process that joins the server as one on another host would.
import { spawn } from 'node:child_process'
import { flotilla } from './server.mjs'

/** Root may run an agent only when it is told to; the demo may be run by root. */
const AS_ROOT = process.getuid?.() === 0 ? { FLOTILLA_AGENT_ALLOW_ROOT: '1' } : {}

/** Registers the machine with a token and runs its agent; answers how to end it. */
export async function joinMachine({ url, token, name, directory }) {
  await flotilla(
    { FLOTILLA_AGENT_TOKEN: token },
    'agent',
    'register',
    '--server',
    url,
    '--name',
    name,
    '--state-dir',
    directory,
  )
  const child = spawn(process.execPath, ['apps/cli/bin/flotilla.js', 'agent', 'run', '--state-dir', directory], {
    env: { ...process.env, ...AS_ROOT },
    stdio: 'ignore',
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  return async () => {
    child.kill('SIGTERM')
    await exited
  }
}
