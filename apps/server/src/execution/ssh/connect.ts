import type { Duplex } from 'node:stream'
import { err, ok, type Result } from '@flotilla/kit'
import ssh2, { type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2'
import { fingerprintOf, parseFingerprint } from './fingerprint.ts'
import { SshConnection } from './ssh-connection.ts'

/** How one signs in; read from an account right before each connection, and kept nowhere. */
export type Login =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'key'
      readonly username: string
      readonly privateKey: string
      readonly passphrase: string | undefined
    }

/** Why there is no connection. Only after `unreachable` is it worth trying again. Details hold no secrets. */
export type ConnectFailure =
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string }
  /** What answers is not what was confirmed. `offered` is the fingerprint of its key. */
  | { readonly kind: 'other-identity'; readonly detail: string; readonly offered: string }

/** Opens the way to a host: straight, or through a proxy or another host. */
export type OpenSocket = () => Promise<Result<Duplex, ConnectFailure>>

export interface Way {
  readonly open: OpenSocket
  /** A connection that is silent is asked so often whether it still lives. */
  readonly keepAliveMs: number
}

/** From the first byte to being signed in; a host may look up names for a long time. */
const HANDSHAKE_LIMIT_MS = 30_000
/** Questions without an answer that end a connection; a third one is not asked. */
const KEEP_ALIVE_QUESTIONS = 2

/** What is still safe; SHA-1, CBC, 3DES and RC4 are left out. Source: reliability reference H7. */
const ALGORITHMS = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group14-sha256',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
} as const satisfies ConnectConfig['algorithms']

/** Algorithms of host keys by the type that stands in the key. */
const HOST_KEYS: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
}

/**
 * Signs in on a host whose key has the fingerprint. A host has a key of each type and offers the one we like best, so on
 * another fingerprint the other types are asked for before the host is taken for somebody else.
 * Source: reliability reference E9, H7.
 */
export async function connect(
  { open, keepAliveMs }: Way,
  login: Login,
  fingerprint: string,
): Promise<Result<SshConnection, ConnectFailure>> {
  const wanted = parseFingerprint(fingerprint)
  if (!wanted.ok) return err({ kind: 'refused', detail: explainFingerprint(fingerprint, wanted.error) })
  let types = Object.keys(HOST_KEYS)
  let mismatch: ConnectFailure | undefined
  while (types.length > 0) {
    const seen: { key?: Buffer } = {}
    const tried = await handshake({ open, keepAliveMs }, login, types, (key) => {
      seen.key = key
      return fingerprintOf(key) === wanted.value
    })
    if (tried.ok) return tried
    if (!seen.key || fingerprintOf(seen.key) === wanted.value) {
      // It has no keys of further types.
      return mismatch && tried.error.kind === 'refused' ? err(mismatch) : tried
    }
    const offered = fingerprintOf(seen.key)
    mismatch ??= {
      kind: 'other-identity',
      offered,
      detail: `the host key is ${offered}, and not ${wanted.value}, which was confirmed for the machine. If the host was set up anew, look at its key and store that fingerprint in the machine`,
    }
    const type = typeOf(seen.key)
    types = types.filter((each) => each !== type)
  }
  return err(mismatch!)
}

export const explainFingerprint = (text: string, problem: 'md5' | 'malformed'): string => {
  if (text.trim() === '')
    return 'nobody has confirmed the key of the host yet. Look at it with machines/discover and store its fingerprint in the machine'
  return problem === 'md5'
    ? `the fingerprint ${text} is an MD5 sum, which proves nothing. Store the SHA-256 fingerprint, as ssh-keygen -lf prints it`
    : `'${text}' is no fingerprint of a host key. It looks like SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU`
}

/** Looks at the key that a host offers, and at nothing else: nobody signs in. */
export async function lookAtHostKey(open: OpenSocket): Promise<Result<string, ConnectFailure>> {
  const seen: { key?: Buffer } = {}
  const nobody: Login = { kind: 'password', username: 'nobody', password: '' }
  const tried = await handshake({ open, keepAliveMs: 0 }, nobody, Object.keys(HOST_KEYS), (key) => {
    seen.key = key
    return false
  })
  if (seen.key) return ok(fingerprintOf(seen.key))
  return tried.ok ? err({ kind: 'unreachable', detail: 'it showed no key' }) : tried
}

const typeOf = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1')

async function handshake(
  { open, keepAliveMs }: Way,
  login: Login,
  types: readonly string[],
  isWanted: (key: Buffer) => boolean,
): Promise<Result<SshConnection, ConnectFailure>> {
  const socket = await open()
  if (!socket.ok) return socket
  const client = new ssh2.Client()
  return new Promise((resolve) => {
    const fail = (failure: ConnectFailure) => {
      client.end()
      socket.value.destroy()
      resolve(err(failure))
    }
    client.on('ready', () => resolve(ok(new SshConnection(client, socket.value))))
    client.on('error', (error) => fail(failureOf(error, login.username)))
    client.on('close', () => fail({ kind: 'unreachable', detail: 'it broke the connection off' }))
    if (login.kind === 'password') {
      client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) =>
        answer(prompts.map(({ echo }) => (echo ? '' : login.password))),
      )
    }
    try {
      client.connect({
        sock: socket.value,
        readyTimeout: HANDSHAKE_LIMIT_MS,
        keepaliveInterval: keepAliveMs,
        keepaliveCountMax: KEEP_ALIVE_QUESTIONS,
        algorithms: {
          ...mutable(ALGORITHMS),
          serverHostKey: types.flatMap((type) => HOST_KEYS[type]!),
        },
        hostVerifier: (key: Buffer) => isWanted(key),
        ...credentialsOf(login),
      })
    } catch (error) {
      // What it throws is about the private key, and says nothing of its content.
      fail({ kind: 'refused', detail: (error as Error).message })
    }
  })
}

const mutable = (algorithms: typeof ALGORITHMS) => ({
  kex: [...algorithms.kex],
  cipher: [...algorithms.cipher],
  hmac: [...algorithms.hmac],
  compress: [...algorithms.compress],
})

function credentialsOf(login: Login): ConnectConfig {
  if (login.kind === 'password')
    return {
      username: login.username,
      password: login.password,
      tryKeyboard: true,
      authHandler: ['password', 'keyboard-interactive'],
    }
  return {
    username: login.username,
    privateKey: login.privateKey,
    ...(login.passphrase === undefined ? {} : { passphrase: login.passphrase }),
    authHandler: ['publickey'],
  }
}

function failureOf(error: Error & { level?: string }, username: string): ConnectFailure {
  if (error.level === 'client-authentication')
    return { kind: 'refused', detail: `it did not let ${username} in with the credentials of the account` }
  if (/^Handshake failed: no matching/.test(error.message))
    return { kind: 'refused', detail: `it only offers what is no longer safe (${error.message})` }
  return { kind: 'unreachable', detail: error.message }
}
