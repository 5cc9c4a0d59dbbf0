import { expect, test } from 'vitest'
import { fingerprintOf, parseFingerprint } from './fingerprint.ts'

const base64 = 'LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564'
const hex = Buffer.from(base64, 'base64').toString('hex')
const good = { ok: true, value: `SHA256:${base64}` }

test('H7: a fingerprint is the SHA-256 of the key, as OpenSSH prints it', () => {
  expect(fingerprintOf(Buffer.from('foo'))).toBe(`SHA256:${base64}`)
})

test.each([
  { text: `SHA256:${base64}`, gives: good },
  { text: `sha256:${base64}=`, gives: good },
  { text: ` ${base64} `, gives: good },
  { text: hex, gives: good },
  { text: hex.toUpperCase().replace(/(..)(?=.)/g, '$1:'), gives: good },
  { text: 'd9:fb:0c:93:10:f0:a8:92:0f:c7:3c:64:5e:5b:5c:b4', gives: { ok: false, error: 'md5' } },
  { text: 'MD5:d9:fb:0c:93:10:f0:a8:92:0f:c7:3c:64:5e:5b:5c:b4', gives: { ok: false, error: 'md5' } },
  { text: 'd9fb0c9310f0a8920fc73c645e5b5cb4', gives: { ok: false, error: 'md5' } },
  { text: 'SHA256:abc', gives: { ok: false, error: 'malformed' } },
  { text: `SHA256:${base64}x`, gives: { ok: false, error: 'malformed' } },
])('H7: $text', ({ text, gives }) => expect(parseFingerprint(text)).toEqual(gives))
