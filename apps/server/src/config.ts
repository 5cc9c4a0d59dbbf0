import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { err, ok, type Result } from '@flotilla/kit'
import { parseMasterKey, type SealingKey } from './database/sealing.ts'
import { type Networks, parseNetworks } from './outbound/index.ts'

/** The server's settings. Names that scripts rely on: docs/reference/settings.md. */
export interface Settings {
  /** 0 = any free port. */
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** A PostgreSQL 14 or newer; undefined starts the embedded one in the data directory. */
  readonly databaseUrl: string | undefined
  readonly nodeName: string
  /** The address people reach the server at, if it is not the one it listens on. */
  readonly publicUrl: string | undefined
  /** Where other nodes reach this one, if not at the address that it listens on. */
  readonly nodeUrl: string | undefined
  readonly admin: { readonly username?: string; readonly password?: string; readonly apiKey?: string }
  /** IANA name of the zone that times without one are meant in. */
  readonly timeZone: string
  /** What the keys of stored secrets are wrapped by; undefined: the key file in the data directory. */
  readonly masterKey: SealingKey | undefined
  /** Scripts that this node runs at once. */
  readonly maxRunningScripts: number
  /** A larger file is not kept as an artifact. */
  readonly maxArtifactBytes: number
  /** A larger package is refused. */
  readonly maxPackageBytes: number
  readonly task: TaskLimits
  /** Requests of one credential, and of one address without any; 0 = no limit. */
  readonly requestsPerSecond: number
  readonly anonymousRequestsPerSecond: number
  /** Streams that stay open, of one user and of this node. */
  readonly maxStreamsPerUser: number
  readonly maxStreams: number
  /** Addresses and networks of proxies that are believed about the client. */
  readonly trustedProxies: readonly string[]
  /** What is called by webhooks and the like although it is not public. */
  readonly allowedPrivateNetworks: Networks
}

/** What a task may take (reliability O). */
export interface TaskLimits {
  /** Lines of scripts that come when its log has so much are counted, not kept. */
  readonly logBytes: number
  /** All its output variables together. */
  readonly outputBytes: number
  /** A script of a step without a time limit of its own. */
  readonly scriptMinutes: number
  /** A script that prints nothing for so long gets a warning. */
  readonly silenceMinutes: number
}

/** What a master key must be; the end of a sentence. */
export const MASTER_KEY_FORM =
  'must be 32 random bytes in base64 or as 64 hexadecimal digits. Make one with: openssl rand -base64 32'

/** Reads settings from the command line, else the environment, else defaults. */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<Settings, string> {
  let flags: Record<string, string | undefined>
  try {
    flags = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'data-dir': { type: 'string' },
        'database-url': { type: 'string' },
        'node-name': { type: 'string' },
        'public-url': { type: 'string' },
      },
    }).values
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
  const port = Number(flags.port ?? env.FLOTILLA_PORT ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return err(`--port / FLOTILLA_PORT must be a number from 0 to 65535, not '${flags.port ?? env.FLOTILLA_PORT}'.`)
  }
  const maxArtifactBytes = Number(env.FLOTILLA_MAX_ARTIFACT_BYTES ?? 1024 ** 3)
  if (!Number.isSafeInteger(maxArtifactBytes) || maxArtifactBytes < 0) {
    return err(`FLOTILLA_MAX_ARTIFACT_BYTES must be a number of bytes, not '${env.FLOTILLA_MAX_ARTIFACT_BYTES}'.`)
  }
  const maxPackageBytes = Number(env.FLOTILLA_MAX_PACKAGE_BYTES ?? 2 * 1024 ** 3)
  if (!Number.isSafeInteger(maxPackageBytes) || maxPackageBytes < 0) {
    return err(`FLOTILLA_MAX_PACKAGE_BYTES must be a number of bytes, not '${env.FLOTILLA_MAX_PACKAGE_BYTES}'.`)
  }
  const maxRunningScripts = Number(env.FLOTILLA_MAX_RUNNING_SCRIPTS ?? 100)
  if (!Number.isInteger(maxRunningScripts) || maxRunningScripts < 1) {
    return err(
      `FLOTILLA_MAX_RUNNING_SCRIPTS must be a whole number of at least 1, not '${env.FLOTILLA_MAX_RUNNING_SCRIPTS}'.`,
    )
  }
  const allowedPrivateNetworks = parseNetworks(env.FLOTILLA_ALLOWED_PRIVATE_NETWORKS ?? '')
  if (!allowedPrivateNetworks.ok) {
    return err(
      `FLOTILLA_ALLOWED_PRIVATE_NETWORKS must list networks such as 10.0.0.0/8, ::1; '${allowedPrivateNetworks.error.text}' is none.`,
    )
  }
  const limits = readLimits(env)
  if (!limits.ok) return limits
  const { taskLogBytes, taskOutputBytes, scriptMinutes, silenceMinutes, ...edge } = limits.value
  const trustedProxies = (env.FLOTILLA_TRUSTED_PROXIES ?? '').split(',').flatMap((text) => text.trim() || [])
  const proxies = parseNetworks(trustedProxies.join(','))
  if (!proxies.ok) {
    return err(`FLOTILLA_TRUSTED_PROXIES must list addresses or networks; '${proxies.error.text}' is none.`)
  }
  const masterKey = env.FLOTILLA_MASTER_KEY ? parseMasterKey(env.FLOTILLA_MASTER_KEY) : undefined
  // The value itself is not quoted: it may be a key with a slip in it.
  if (env.FLOTILLA_MASTER_KEY && !masterKey) return err(`FLOTILLA_MASTER_KEY ${MASTER_KEY_FORM}`)
  return ok({
    port,
    host: flags.host ?? env.FLOTILLA_HOST ?? '127.0.0.1',
    dataDir: resolve(flags['data-dir'] ?? env.FLOTILLA_DATA_DIR ?? '.flotilla'),
    databaseUrl: flags['database-url'] ?? (env.DATABASE_URL || undefined),
    nodeName: flags['node-name'] ?? env.FLOTILLA_NODE_NAME ?? hostname(),
    publicUrl: (flags['public-url'] ?? env.FLOTILLA_PUBLIC_URL)?.replace(/\/+$/, ''),
    nodeUrl: env.FLOTILLA_NODE_URL?.replace(/\/+$/, '') || undefined,
    admin: {
      ...(env.FLOTILLA_ADMIN_USERNAME ? { username: env.FLOTILLA_ADMIN_USERNAME } : {}),
      ...(env.FLOTILLA_ADMIN_PASSWORD ? { password: env.FLOTILLA_ADMIN_PASSWORD } : {}),
      ...(env.FLOTILLA_ADMIN_API_KEY ? { apiKey: env.FLOTILLA_ADMIN_API_KEY } : {}),
    },
    timeZone: env.TZ || Intl.DateTimeFormat().resolvedOptions().timeZone,
    masterKey,
    maxRunningScripts,
    maxArtifactBytes,
    maxPackageBytes,
    ...edge,
    task: { logBytes: taskLogBytes, outputBytes: taskOutputBytes, scriptMinutes, silenceMinutes },
    trustedProxies,
    allowedPrivateNetworks: allowedPrivateNetworks.value,
  })
}

const LIMITS = {
  taskLogBytes: ['FLOTILLA_MAX_TASK_LOG_BYTES', 100_000_000],
  taskOutputBytes: ['FLOTILLA_MAX_TASK_OUTPUT_BYTES', 16 * 1024 ** 2],
  scriptMinutes: ['FLOTILLA_MAX_SCRIPT_MINUTES', 12 * 60],
  silenceMinutes: ['FLOTILLA_SCRIPT_SILENCE_MINUTES', 60],
  requestsPerSecond: ['FLOTILLA_REQUESTS_PER_SECOND', 100],
  anonymousRequestsPerSecond: ['FLOTILLA_ANONYMOUS_REQUESTS_PER_SECOND', 10],
  maxStreamsPerUser: ['FLOTILLA_MAX_STREAMS_PER_USER', 50],
  maxStreams: ['FLOTILLA_MAX_STREAMS', 5_000],
} as const

/** Limits that are whole numbers (reliability O). */
function readLimits(
  env: Readonly<Record<string, string | undefined>>,
): Result<Readonly<Record<keyof typeof LIMITS, number>>, string> {
  const read = Object.entries(LIMITS).map(([field, [name, usual]]) => [field, Number(env[name] || usual)] as const)
  const wrong = read.find(([, value]) => !Number.isSafeInteger(value) || value < 0)
  if (wrong) return err(`${LIMITS[wrong[0] as keyof typeof LIMITS][0]} must be a whole number of at least 0.`)
  return ok(Object.fromEntries(read) as Record<keyof typeof LIMITS, number>)
}
