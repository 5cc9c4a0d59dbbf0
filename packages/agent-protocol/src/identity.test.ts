import { expect, test } from 'vitest'
import { isSignedBy, newIdentity, privateKeyText, readIdentity, signText, thumbprintOf } from './identity.ts'

test('H2: a signature counts for its key, its purpose and its text only', () => {
  const identity = readIdentity(privateKeyText(newIdentity()))
  const signature = signText(identity, 'test', 'text')
  expect(isSignedBy(identity.publicKey, 'test', 'text', signature)).toBe(true)
  expect(isSignedBy(identity.publicKey, 'test', 'text!', signature)).toBe(false)
  expect(isSignedBy(identity.publicKey, 'other', 'text', signature)).toBe(false)
  expect(isSignedBy(newIdentity().publicKey, 'test', 'text', signature)).toBe(false)
  expect(isSignedBy('', 'test', 'text', signature)).toBe(false)
  expect(thumbprintOf(identity.publicKey)).toMatch(/^[0-9A-F]{64}$/)
})

// With such a key a made-up signature fits one text in a few.
test.each([
  '00'.repeat(32),
  `${'00'.repeat(31)}80`,
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  `ec${'ff'.repeat(31)}`,
])('H2: nobody has the key %s', (hex) => {
  const publicKey = Buffer.from(hex, 'hex').toString('base64url')
  for (const made of [hex, `01${'00'.repeat(31)}`, '00'.repeat(32)]) {
    const signature = Buffer.from(`${made}${'00'.repeat(32)}`, 'hex').toString('base64url')
    for (let n = 0; n < 50; n += 1) expect(isSignedBy(publicKey, 'test', `text ${n}`, signature)).toBe(false)
  }
})
