import { randomBytes } from 'node:crypto'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { type Identity, isSignedBy, signText } from './identity.ts'
import type { Challenge, Hello, Proof, Refused } from './messages.ts'
import { agree, type Versions } from './versions.ts'

/** Who takes part on one side, and what it runs. */
export interface Party {
  readonly identity: Identity
  readonly versions: Versions
  /** The version of the program, as people install it. */
  readonly software: string
}

// Each side signs what both have said, two fresh nonces among it: a recorded session opens nothing, and a signature of one side
// is none of the other's. The server proves itself first, so that an agent tells nothing to a stranger.
// Source: reliability reference H2.
const newNonce = (): string => randomBytes(32).toString('base64url')

export const sayHello = (agent: Party, instance: string): Hello => ({
  type: 'hello',
  versions: agent.versions,
  software: agent.software,
  publicKey: agent.identity.publicKey,
  nonce: newNonce(),
  instance,
})

/** The server's answer: its key, a nonce of its own, and its signature; or a refusal with the version to install. */
export function answerHello(server: Party, hello: Hello): Result<Challenge, Refused> {
  const version = agree(server.versions, hello.versions)
  if (!version.ok) {
    const { oldest, newest } = hello.versions
    const detail = `This server speaks versions ${server.versions.oldest} to ${server.versions.newest} of the agent protocol, the agent ${hello.software} speaks ${oldest} to ${newest}. Install version ${server.software} of the agent.`
    return err({ type: 'refused', why: 'version', detail, install: server.software })
  }
  const said = {
    type: 'challenge',
    version: version.value,
    software: server.software,
    publicKey: server.identity.publicKey,
    nonce: newNonce(),
  } as const
  return ok({ ...said, signature: signText(server.identity, 'agent connection, server', saidBy(hello, said)) })
}

/** The agent's proof, if the challenge comes from the server whose key it holds fast to. */
export function proveTo(
  agent: Party,
  pinnedKey: string,
  hello: Hello,
  challenge: Challenge,
): Result<Proof, 'other-server' | 'version'> {
  const said = saidBy(hello, challenge)
  const { publicKey, signature, version } = challenge
  if (publicKey !== pinnedKey || !isSignedBy(publicKey, 'agent connection, server', said, signature)) {
    return err('other-server')
  }
  if (version < agent.versions.oldest || version > agent.versions.newest) return err('version')
  return ok({ type: 'proof', signature: signText(agent.identity, 'agent connection, agent', said) })
}

/** Whether who said hello holds the private key that belongs to it. */
export const isProven = (hello: Hello, challenge: Challenge, { signature }: Proof): boolean =>
  isSignedBy(hello.publicKey, 'agent connection, agent', saidBy(hello, challenge), signature)

function saidBy(hello: Hello, challenge: Omit<Challenge, 'signature'>): string {
  const { versions, software, publicKey, nonce, instance } = hello
  return JSON.stringify([
    [versions.oldest, versions.newest, software, publicKey, nonce, instance],
    [challenge.version, challenge.software, challenge.publicKey, challenge.nonce],
  ])
}
