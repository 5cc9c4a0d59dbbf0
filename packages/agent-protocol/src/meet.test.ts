import { ok } from '@flotilla/kit'
import { expect, test } from 'vitest'
import { answerHello, isProven, proveTo, sayHello } from './handshake.ts'
import { newIdentity, thumbprintOf } from './identity.ts'
import { Inbox } from './inbox.ts'
import { meetAgent, meetServer } from './meet.ts'
import type { Hello } from './messages.ts'
import { versionsOf } from './versions.ts'

const party = (newest = 2, software = `2026.${newest}`) => ({
  identity: newIdentity(),
  versions: versionsOf(newest),
  software,
})

/** Two ends that talk to each other; `said` holds what each has sent. */
function talk() {
  const toServer = new Inbox()
  const toAgent = new Inbox()
  const said: string[] = []
  const sender = (inbox: Inbox) => (text: string) => {
    said.push(text)
    inbox.put(Buffer.from(text))
  }
  return {
    agentTalk: { send: sender(toServer), inbox: toAgent },
    serverTalk: { send: sender(toAgent), inbox: toServer },
    end: () => {
      toServer.end()
      toAgent.end()
    },
    said,
  }
}

async function meet(agent = party(), server = party(), pinned = server.identity.publicKey) {
  const admitted: Hello[] = []
  const { agentTalk, serverTalk, end, said } = talk()
  const met = meetAgent(serverTalk, server, async (hello) => {
    admitted.push(hello)
    return ok({ epoch: 5 })
  })
  const onAgent = await meetServer(agentTalk, agent, { serverKey: pinned, instance: 'one' })
  end()
  return { onAgent, onServer: await met, admitted, said }
}

test('H2: both sides prove their keys, and agree on a version', async () => {
  const agent = party()
  const { onAgent, onServer, admitted } = await meet(agent)
  expect(onAgent).toEqual({ ok: true, value: { type: 'welcome', epoch: 5, version: 2 } })
  expect(onServer).toEqual({ ok: true, value: { epoch: 5 } })
  expect(thumbprintOf(admitted[0]!.publicKey)).toBe(thumbprintOf(agent.identity.publicKey))
})

test('H2: an agent tells a server with another key nothing but its hello', async () => {
  const { onAgent, admitted, said } = await meet(party(), party(), newIdentity().publicKey)
  expect(onAgent).toEqual({ ok: false, error: { kind: 'other-server' } })
  expect(admitted).toEqual([])
  expect(said).toHaveLength(2)
})

test('H2: a server that shows the right key and does not hold it is found out', async () => {
  const server = party()
  const impostor = { ...party(), identity: { ...newIdentity(), publicKey: server.identity.publicKey } }
  const { onAgent } = await meet(party(), impostor, server.identity.publicKey)
  expect(onAgent).toEqual({ ok: false, error: { kind: 'other-server' } })
})

test('H2, H3: an agent that shows a key and does not hold it is never admitted', async () => {
  const victim = newIdentity()
  const { onAgent, admitted } = await meet({ ...party(), identity: { ...newIdentity(), publicKey: victim.publicKey } })
  expect(onAgent).toMatchObject({ ok: false, error: { kind: 'refused', refused: { why: 'proof' } } })
  expect(admitted).toEqual([])
})

test('H2: a recorded session opens nothing', async () => {
  const server = party()
  const { said } = await meet(party(), server)
  const [hello, , proof] = said
  const { serverTalk, end } = talk()
  const met = meetAgent(serverTalk, server, async () => ok({ epoch: 6 }))
  serverTalk.inbox.put(Buffer.from(hello!))
  serverTalk.inbox.put(Buffer.from(proof!))
  expect(await met).toMatchObject({ ok: false, error: { why: 'proof' } })
  end()
})

test('H2: a signature of one side is none of the other', () => {
  const [agent, server] = [party(), party()]
  const hello = sayHello(agent, 'one')
  const challenge = answerHello(server, hello)
  if (!challenge.ok) throw new Error('not agreed')
  const { signature } = challenge.value
  expect(
    isProven({ ...hello, publicKey: server.identity.publicKey }, challenge.value, { type: 'proof', signature }),
  ).toBe(false)
  const proof = proveTo(agent, server.identity.publicKey, hello, challenge.value)
  expect(proof.ok && isProven({ ...hello, instance: 'two' }, challenge.value, proof.value)).toBe(false)
})

test.each([
  { name: 'the same version', agent: 3, server: 3, works: true },
  { name: 'an agent one version behind', agent: 2, server: 3, works: true },
  { name: 'an agent one version ahead', agent: 4, server: 3, works: true },
  { name: 'an agent two versions behind', agent: 1, server: 3, works: false },
  { name: 'an agent two versions ahead', agent: 5, server: 3, works: false },
])('F30: $name: $works', async ({ agent, server, works }) => {
  const { onAgent } = await meet(party(agent), party(server, '2026.3.1'))
  expect(onAgent.ok).toBe(works)
  if (works) return
  expect(onAgent).toMatchObject({
    error: {
      refused: { why: 'version', install: '2026.3.1', detail: expect.stringContaining('Install version 2026.3.1') },
    },
  })
})

test('H4: what is no handshake leads nowhere', async () => {
  for (const text of [
    '',
    '{}',
    'null',
    '[1]',
    '{"type":"hello"}',
    JSON.stringify({ ...sayHello(party(), 'x'), nonce: 1 }),
  ]) {
    const { serverTalk, end } = talk()
    const met = meetAgent(serverTalk, party(), async () => ok({ epoch: 1 }))
    serverTalk.inbox.put(Buffer.from(text))
    end()
    expect(await met).toEqual({ ok: false, error: 'gone' })
  }
})
