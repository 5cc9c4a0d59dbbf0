import { randomUUID } from 'node:crypto'
import { lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Identity, newIdentity, privateKeyText, readIdentity } from '@flotilla/agent-protocol'
import { CodedError } from '@flotilla/kit'

/** What an agent keeps between its starts. Holds its private key. */
export interface Registration {
  /** Address of the server, without a slash at its end. */
  readonly server: string
  /** The key that the server must prove to hold. */
  readonly serverKey: string
  readonly privateKey: string
  readonly id: string
  readonly name: string
}

/** The directory of an agent: registration and work directories. */
export const stateDirectory = (given: string | undefined): string =>
  resolve(given ?? process.env.FLOTILLA_AGENT_DIR ?? join(homedir(), '.flotilla-agent'))

const FILE = 'agent.json'

/** The key of a registration that was not answered yet. */
const NEW_KEY = 'new-key.pem'

/** Undefined when nobody has registered here. */
export async function loadRegistration(directory: string): Promise<Registration | undefined> {
  const text = await readOwn(join(directory, FILE))
  return text === undefined ? undefined : (JSON.parse(text) as Registration)
}

/**
 * The key to register with, kept before anybody is told of it: where an agent ends before it hears that it was registered, it
 * asks again as the same one, and the server knows it. One that is registered already gets another.
 */
export async function keyToRegister(directory: string, present: Registration | undefined): Promise<Identity> {
  const path = join(directory, NEW_KEY)
  const kept = await readOwn(path)
  if (kept !== undefined && kept !== present?.privateKey) return readIdentity(kept)
  const identity = newIdentity()
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await writeOwn(path, privateKeyText(identity))
  return identity
}

export async function storeRegistration(directory: string, registration: Registration): Promise<void> {
  await writeOwn(join(directory, FILE), JSON.stringify(registration, null, 2))
  await rm(join(directory, NEW_KEY), { force: true })
}

export const forgetRegistration = (directory: string): Promise<void> => rm(join(directory, FILE), { force: true })

/** What a running agent tells `flotilla agent status`. */
export interface RunningState {
  readonly pid: number
  readonly connectedSince: string | null
  readonly lastProblem: string | null
}

const RUNNING = 'running.json'

export const tellRunning = (directory: string, state: RunningState): Promise<void> =>
  writeOwn(join(directory, RUNNING), JSON.stringify(state))

export async function loadRunning(directory: string): Promise<RunningState | undefined> {
  const text = await readFile(join(directory, RUNNING), 'utf8').catch(() => undefined)
  const state = text === undefined ? undefined : (JSON.parse(text) as RunningState)
  return state && isAlive(state.pid) ? state : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What a file with a key holds; undefined where there is none. */
async function readOwn(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined)
  if (!found) return undefined
  // Whoever can read the key can pretend to be this machine.
  if (!found.isFile() || found.mode & 0o077 || found.uid !== process.getuid?.()) {
    throw new CodedError('agent.key_file_unsafe', `Others may read or replace ${path}.`, {
      retry: 'never',
      hint: `It must belong to the user that runs the agent and have mode 0600. If somebody may have read it, register the machine anew.`,
    })
  }
  return readFile(path, 'utf8')
}

/** Whole or not at all, and from its first moment on for the owner only. */
async function writeOwn(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
