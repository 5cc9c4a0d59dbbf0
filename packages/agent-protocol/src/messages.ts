import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { PAYLOAD_LIMIT_BYTES } from './limits.ts'

const Text = (maxLength: number) => Type.String({ maxLength })
const Count = () => Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Key = () => Type.String({ pattern: '^[\\w-]{43}$' })
const Signature = () => Type.String({ pattern: '^[\\w-]{86}$' })
const Closed = <Fields extends Record<string, TSchema>>(fields: Fields) =>
  Type.Object(fields, { additionalProperties: false })
const literals = <const Values extends readonly string[]>(values: Values) =>
  Type.Unsafe<Values[number]>(Type.Union(values.map((value) => Type.Literal(value))))
const Stream = Type.Union([Type.Literal('stdout'), Type.Literal('stderr')])
const Offsets = Closed({ stdout: Count(), stderr: Count() })
const FileSize = () => Type.Integer({ minimum: 0, maximum: PAYLOAD_LIMIT_BYTES })
const Ticket = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$' })

/** What a machine says of itself; empty text where it cannot tell. */
const Facts = Closed({
  operatingSystem: Text(200),
  operatingSystemVersion: Text(200),
  shellName: Text(200),
  shellVersion: Text(200),
  architecture: Text(200),
  agentVersion: Text(200),
})
export type Facts = Static<typeof Facts>

// The four messages of a handshake, in their order (handshake.ts). What is unknown in them is ignored, so that later versions can
// say more before both know which version they speak.
const Hello = Type.Object({
  type: Type.Literal('hello'),
  versions: Type.Object({ oldest: Type.Integer({ minimum: 1 }), newest: Type.Integer({ minimum: 1 }) }),
  software: Text(100),
  publicKey: Key(),
  nonce: Key(),
  /** Names the running program: another one with the same key is a copy of it. */
  instance: Text(100),
})
export type Hello = Static<typeof Hello>
const Challenge = Type.Object({
  type: Type.Literal('challenge'),
  version: Type.Integer({ minimum: 1 }),
  software: Text(100),
  publicKey: Key(),
  nonce: Key(),
  signature: Signature(),
})
export type Challenge = Static<typeof Challenge>
const Proof = Type.Object({ type: Type.Literal('proof'), signature: Signature() })
export type Proof = Static<typeof Proof>
const Welcome = Type.Object({ type: Type.Literal('welcome'), epoch: Count() })
export type Welcome = Static<typeof Welcome>

const REFUSALS = ['version', 'unknown', 'disabled', 'copy', 'proof', 'busy'] as const
const Refused = Type.Object({
  type: Type.Literal('refused'),
  why: literals(REFUSALS),
  detail: Text(1_000),
  /** The version of the agent to install, where that is what is wrong. */
  install: Type.Optional(Text(100)),
})
export type Refused = Static<typeof Refused>

/** What a server asks of an agent, each on a channel of its own, and `more` and `close` on a channel that is open. */
const Request = Type.Union([
  Closed({
    op: Type.Literal('start'),
    ticket: Ticket,
    hash: Text(200),
    command: Type.Array(Text(100_000), { minItems: 1, maxItems: 1_000 }),
    /** Their bytes follow, one after the other, in frames of bytes; compressed those of which fewer are sent than they have. */
    files: Type.Array(Closed({ name: Text(200), size: FileSize(), sentSize: FileSize() }), { maxItems: 1_000 }),
    from: Offsets,
  }),
  Closed({
    op: Type.Literal('attach'),
    ticket: Ticket,
    hash: Type.Optional(Text(200)),
    hasBegun: Type.Boolean(),
    from: Offsets,
  }),
  /** Answered by `held`; or first by `wanted`, and then the file's bytes follow, in frames of which each is answered by `taken`. */
  Closed({ op: Type.Literal('hold'), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }), size: Count() }),
  Closed({ op: Type.Literal('cancel'), ticket: Ticket }),
  Closed({ op: Type.Literal('openFile'), ticket: Ticket, path: Text(10_000), from: Count() }),
  Closed({ op: Type.Literal('cleanUp'), ticket: Ticket }),
  Closed({ op: Type.Literal('describe') }),
  Closed({ op: Type.Literal('more') }),
  Closed({ op: Type.Literal('close') }),
  /** Between servers: whose agent the next request of this channel is for. */
  Closed({ op: Type.Literal('relay'), thumbprint: Type.String({ pattern: '^[0-9A-F]{64}$' }) }),
])
export type Request = Static<typeof Request>

const ExitCode = Type.Integer({ minimum: 0, maximum: 255 })
const UNKNOWN = ['runner-died', 'target-rebooted', 'work-directory-gone', 'work-directory-unsafe'] as const
const NEVER = ['claimed-by-recoverer', 'cancelled-before-start', 'runner-failed'] as const
const Outcome = Type.Union([
  Closed({ kind: Type.Literal('exited'), exitCode: ExitCode }),
  Closed({
    kind: Type.Literal('signalled'),
    signal: Type.String({ pattern: '^[A-Z0-9+]{1,20}$' }),
    exitCode: ExitCode,
  }),
  Closed({ kind: Type.Literal('unknown'), why: literals(UNKNOWN), processLeft: Type.Boolean() }),
  Closed({ kind: Type.Literal('never-started'), why: literals(NEVER) }),
])

/** Why nothing was done; which fields come with a kind is as in `@flotilla/work-directory`. */
const Refusal = Type.Union([
  Closed({ kind: Type.Literal('payload-differs'), heldHash: Text(1_000) }),
  Closed({
    kind: Type.Literal('work-directory-unsafe'),
    why: literals(['link', 'not-a-directory', 'other-owner', 'open-to-others']),
  }),
  Closed({ kind: literals(['not-prepared', 'not-removed']), code: Text(50), detail: Text(5_000) }),
  Closed({ kind: Type.Literal('process-alive'), processIds: Type.Array(Count(), { maxItems: 10_000 }) }),
  Closed({ kind: literals(['still-running', 'file-not-found', 'leads-elsewhere', 'closed'] as const) }),
  Closed({ kind: Type.Literal('not-a-file'), isDirectory: Type.Boolean() }),
  Closed({ kind: Type.Literal('not-readable'), code: Text(50) }),
])

/** What an agent answers. It names no ticket and no machine: the channel and the key it is connected with say which. */
const Reply = Type.Union([
  Closed({ kind: Type.Literal('following') }),
  Closed({ kind: Type.Literal('begun') }),
  Closed({ kind: Type.Literal('output-lost'), stream: Stream }),
  Closed({ kind: Type.Literal('ended'), outcome: Outcome }),
  Closed({ kind: Type.Literal('refused'), refusal: Refusal }),
  Closed({
    kind: Type.Literal('cancelled'),
    noneLeft: Type.Boolean(),
    neverStarted: Type.Boolean(),
    termSent: Count(),
    killSent: Count(),
    survivors: Type.Array(Count(), { maxItems: 10_000 }),
  }),
  Closed({ kind: Type.Literal('wanted') }),
  Closed({ kind: Type.Literal('taken') }),
  Closed({ kind: Type.Literal('held'), root: Text(10_000) }),
  Closed({ kind: Type.Literal('opened'), sizeBytes: Count() }),
  /** The file's last byte was sent. */
  Closed({ kind: Type.Literal('sent') }),
  Closed({ kind: Type.Literal('cleaned') }),
  Closed({ kind: Type.Literal('described'), facts: Facts }),
  /** From a server that was asked for an agent which is not connected to it any more. */
  Closed({ kind: Type.Literal('away') }),
  /** A bug or a broken machine; nothing is known of what was asked. */
  Closed({ kind: Type.Literal('failed'), detail: Text(2_000) }),
])
export type Reply = Static<typeof Reply>

/** Reads a value as a message; undefined when it is none. */
export type Check<Message> = (value: unknown) => Message | undefined

function checker<Schema extends TSchema>(schema: Schema): Check<Static<Schema>> {
  let compiled: { Check(value: unknown): boolean } | undefined
  return (value) => {
    compiled ??= Compile(schema)
    return compiled.Check(value) ? (value as Static<Schema>) : undefined
  }
}
export const checkRequest = checker(Request)
export const checkReply = checker(Reply)
export const checkHello = checker(Hello)
export const checkChallenge = checker(Type.Union([Challenge, Refused]))
export const checkProof = checker(Proof)
export const checkWelcome = checker(Type.Union([Welcome, Refused]))

/** A text as JSON, if it is; `undefined` else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
