import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { publicKeyOf } from './public-key.ts'

const string = (bytes: Buffer | string) => {
  const content = Buffer.from(bytes as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}

test('a file of OpenSSH says its public key, encrypted or not', () => {
  const blob = Buffer.concat([string('ssh-ed25519'), string(Buffer.alloc(32, 7))])
  const parts = [string('aes256-ctr'), string('bcrypt'), string('options'), Buffer.from([0, 0, 0, 1]), string(blob)]
  const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), ...parts, string('secret')]).toString('base64')
  const file = `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.slice(0, 70)}\n${body.slice(70)}\n-----END OPENSSH PRIVATE KEY-----\n`
  const line = `ssh-ed25519 ${blob.toString('base64')}`
  expect(publicKeyOf(file)).toBe(line)
  expect(publicKeyOf(Buffer.from(file).toString('base64'))).toBe(line)
})

test('a key in PEM says it, unless it is encrypted', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  expect(publicKeyOf(privateKey.export({ type: 'pkcs1', format: 'pem' }) as string)).toMatch(
    /^ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ/,
  )
  const sealed = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string
  expect(publicKeyOf(sealed)).toBeUndefined()
})

test.each(['', 'no key', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----'])(
  'of %j nothing is told',
  (file) => expect(publicKeyOf(file)).toBeUndefined(),
)
