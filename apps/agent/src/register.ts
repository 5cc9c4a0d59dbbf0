import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { privateKeyText, signText, thumbprintOf } from '@flotilla/agent-protocol'
import { CodedError } from '@flotilla/kit'
import { readServerAddress } from './server-address.ts'
import { keyToRegister, loadRegistration, type Registration, storeRegistration } from './state.ts'

/** What a machine asks to be. What it does not name, it gets from its token. */
export interface RegisterOptions {
  readonly server: string
  readonly token: string
  readonly name: string
  readonly environments: readonly string[]
  readonly roles: readonly string[]
  readonly tenants: readonly string[]
  readonly tenantTags: readonly string[]
  readonly workerPools: readonly string[]
  readonly policy?: string
  /** A registration that is here already is given up for a new one. */
  readonly force: boolean
}

const REQUEST_LIMIT_MS = 60_000
/** A machine may start before its network does, and many machines at once. */
const PATIENCE_MS = 120_000

/** Makes a key pair for this machine and has the server know it. The private key never leaves the machine. */
export async function registerAgent(directory: string, options: RegisterOptions): Promise<Registration> {
  const present = await loadRegistration(directory)
  if (present && !options.force) {
    throw new CodedError('agent.registered_already', `This agent is ${present.name} of ${present.server} already.`, {
      retry: 'never',
      hint: 'Use --force to register it anew, or --state-dir for a second agent on this machine.',
    })
  }
  const server = readServerAddress(options.server)
  const identity = await keyToRegister(directory, present)
  const answer = await ask(`${server}/api/agents/register`, {
    Token: options.token,
    PublicKey: identity.publicKey,
    Signature: signText(identity, 'agent registration', options.token),
    Name: options.name,
    Environments: options.environments,
    Roles: options.roles,
    Tenants: options.tenants,
    TenantTags: options.tenantTags,
    WorkerPools: options.workerPools,
    ...(options.policy ? { MachinePolicy: options.policy } : {}),
  })
  const { ServerPublicKey: serverKey, Id: id, Name: name } = answer
  // The token says who made it: a stranger who answers in that server's place is found out.
  if (thumbprintOf(serverKey) !== thumbprintIn(options.token)) {
    throw new CodedError('agent.other_server', `${server} is not the server that made the token.`, { retry: 'never' })
  }
  const registration = { server, serverKey, privateKey: privateKeyText(identity), id, name }
  await storeRegistration(directory, registration)
  return registration
}

const thumbprintIn = (token: string): string => token.split('.')[2] ?? ''

interface Registered {
  readonly Id: string
  readonly Name: string
  readonly ServerPublicKey: string
}

/** Asks until the server has answered: the token is used up only by an answer that made a machine. */
async function ask(address: string, body: unknown): Promise<Registered> {
  const begin = performance.now()
  for (let waitMs = 1_000; ; waitMs = Math.min(15_000, waitMs * 2)) {
    try {
      return await askOnce(address, body)
    } catch (error) {
      const mayTry = error instanceof CodedError && error.retry === 'later'
      if (!mayTry || performance.now() - begin + waitMs > PATIENCE_MS) throw error
      await delay(randomInt(waitMs / 2, waitMs))
    }
  }
}

async function askOnce(address: string, body: unknown): Promise<Registered> {
  let response: Response
  try {
    response = await fetch(address, {
      method: 'POST',
      // The token goes where it was meant to go, and nowhere else.
      redirect: 'error',
      headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    })
  } catch (cause) {
    const detail = cause instanceof Error ? String((cause.cause as Error | undefined)?.message ?? cause.message) : ''
    throw new CodedError('agent.unreachable', `The server could not be reached at ${address} (${detail}).`, {
      retry: 'later',
      hint: 'Check the address, and that the server runs.',
      cause,
    })
  }
  const answer = (await response.json().catch(() => ({}))) as Registered & {
    readonly ErrorMessage?: string
    readonly Errors?: readonly string[]
  }
  if (response.ok) return answer
  const why = answer.Errors?.join(' ') || answer.ErrorMessage || `it answered ${response.status}`
  throw new CodedError('agent.not_registered', `The server did not register this machine: ${why}`, {
    retry: response.status === 429 || response.status === 503 ? 'later' : 'never',
  })
}
