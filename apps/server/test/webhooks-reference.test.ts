import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { webhookHeaders } from '../src/features/subscriptions/webhook-message.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const sentAt = 1_900_000_000
const body = '{"specversion":"1.0","data":{"Message":"Größe"}}'
const headers = webhookHeaders({ id: 'Subscriptions-1_Events-7', sentAt, body }, SECRET)

/** The example of the document, as it stands there. */
async function isGenuine(...given: readonly unknown[]): Promise<boolean> {
  const text = await readFile(new URL('../../../docs/reference/webhooks.md', import.meta.url), 'utf8')
  const [, code] = /```js\n([\s\S]*?)```/.exec(text)!
  const example = await import(`data:text/javascript,${encodeURIComponent(code!)}`)
  return example.isGenuine(...given)
}

test.each([
  { name: 'what was sent', given: [headers, body, SECRET, sentAt * 1_000], is: true },
  { name: 'a little later', given: [headers, body, SECRET, (sentAt + 299) * 1_000], is: true },
  { name: 'much later', given: [headers, body, SECRET, (sentAt + 301) * 1_000], is: false },
  { name: 'another body', given: [headers, `${body} `, SECRET, sentAt * 1_000], is: false },
  { name: 'another secret', given: [headers, body, `whsec_${'A'.repeat(32)}`, sentAt * 1_000], is: false },
  { name: 'another id', given: [{ ...headers, 'webhook-id': 'x' }, body, SECRET, sentAt * 1_000], is: false },
  {
    name: 'another time',
    given: [{ ...headers, 'webhook-timestamp': `${sentAt + 1}` }, body, SECRET, sentAt * 1_000],
    is: false,
  },
  { name: 'no signature', given: [{ ...headers, 'webhook-signature': '' }, body, SECRET, sentAt * 1_000], is: false },
  { name: 'nothing', given: [{}, body, SECRET, sentAt * 1_000], is: false },
  {
    name: 'one of several signatures',
    given: [
      { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` },
      body,
      SECRET,
      sentAt * 1_000,
    ],
    is: true,
  },
])('U5 docs/reference/webhooks.md, the example that verifies: $name', async ({ given, is }) => {
  expect(await isGenuine(...given)).toBe(is)
})

test('the worked example of Standard Webhooks comes out the same', () => {
  const example = webhookHeaders(
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAt: 1_614_265_330, body: '{"test": 2432232314}' },
    SECRET,
  )
  expect(example['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})
