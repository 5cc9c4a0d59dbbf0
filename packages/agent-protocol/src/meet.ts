import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { answerHello, isProven, type Party, proveTo, sayHello } from './handshake.ts'
import type { Inbox } from './inbox.ts'
import {
  checkChallenge,
  checkHello,
  checkProof,
  checkWelcome,
  type Hello,
  parseJson,
  type Refused,
  type Welcome,
} from './messages.ts'

/** The two ends of a WebSocket that was just opened. */
export interface Talk {
  send(text: string): void
  readonly inbox: Inbox
}

export type MeetRefusal =
  | { readonly kind: 'refused'; readonly refused: Refused }
  /** What answers there does not hold the server's key. */
  | { readonly kind: 'other-server' }
  /** The connection ended, or what came was no handshake. */
  | { readonly kind: 'gone' }

/** The handshake as an agent does it; answers also the version that both speak. */
export async function meetServer(
  talk: Talk,
  party: Party,
  asked: { readonly serverKey: string; readonly instance: string },
): Promise<Result<Welcome & { readonly version: number }, MeetRefusal>> {
  const gone = err({ kind: 'gone' } as const)
  const hello = sayHello(party, asked.instance)
  talk.send(JSON.stringify(hello))
  const challenge = checkChallenge(await hear(talk))
  if (!challenge) return gone
  if (challenge.type === 'refused') return err({ kind: 'refused', refused: challenge })
  const proof = proveTo(party, asked.serverKey, hello, challenge)
  if (!proof.ok) {
    if (proof.error === 'other-server') return err({ kind: 'other-server' })
    const detail = `The server speaks version ${challenge.version} of the agent protocol, which this agent does not know.`
    return err({ kind: 'refused', refused: { type: 'refused', why: 'version', detail, install: challenge.software } })
  }
  talk.send(JSON.stringify(proof.value))
  const welcome = checkWelcome(await hear(talk))
  if (!welcome) return gone
  return welcome.type === 'refused'
    ? err({ kind: 'refused', refused: welcome })
    : ok({ ...welcome, version: challenge.version })
}

/**
 * The handshake as a server does it. `admit` decides about one who has proved its key; its refusal is told to the other side.
 * Errors: `gone` when the other side left, spoke nonsense, or was refused.
 */
export async function meetAgent<Admitted extends { readonly epoch: number }>(
  talk: Talk,
  party: Party,
  admit: (hello: Hello) => Promise<Result<Admitted, Omit<Refused, 'type'>>>,
): Promise<Result<Admitted, 'gone' | Refused>> {
  const refuse = (refused: Refused) => {
    talk.send(JSON.stringify(refused))
    return err(refused)
  }
  const hello = checkHello(await hear(talk))
  if (!hello) return err('gone')
  const challenge = answerHello(party, hello)
  if (!challenge.ok) return refuse(challenge.error)
  talk.send(JSON.stringify(challenge.value))
  const proof = checkProof(await hear(talk))
  if (!proof) return err('gone')
  if (!isProven(hello, challenge.value, proof)) {
    return refuse({ type: 'refused', why: 'proof', detail: 'The agent did not prove that the key is its own.' })
  }
  const admitted = await admit(hello)
  if (!admitted.ok) return refuse({ type: 'refused', ...admitted.error })
  talk.send(JSON.stringify({ type: 'welcome', epoch: admitted.value.epoch } satisfies Welcome))
  return admitted
}

const hear = async ({ inbox }: Talk): Promise<unknown> => parseJson((await inbox.next()) ?? '')
