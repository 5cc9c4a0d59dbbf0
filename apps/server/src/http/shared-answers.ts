import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const compress = promisify(gzip)
/** Below this, compressing costs more than it saves. */
const WORTH_COMPRESSING_BYTES = 8 * 1024
/** So much is remembered; what was not asked for longest goes first. */
const MOST_REMEMBERED_BYTES = 64 * 1024 * 1024

/** Tells whether what was read after a moment is still true. */
export interface Marks {
  take(): Promise<string>
  holds(scope: string, mark: string): Promise<boolean>
}

/** What an answer is made of. */
export interface Found {
  readonly value: unknown
  /** False when it changes with time alone, as how long something has run. */
  readonly lasts: boolean
}

/** JSON that is made, and compressed, once for all who are given it. */
interface Prepared {
  readonly bytes: Buffer
  compressed: Promise<Buffer> | undefined
}

interface Remembered {
  readonly mark: string
  readonly until: number
  readonly prepared: Prepared
}

/**
 * Answers that cost much and that many ask for, like a dashboard on every screen of a team. An answer is given again as long as
 * its mark holds. Who asks for the same thing while it is being looked at or worked out waits for the next round, and all of
 * a round are given one answer. So everybody sees what was true after he had asked.
 */
export class SharedAnswers {
  readonly #marks: Marks
  readonly #lastMs: number
  readonly #now: () => number
  readonly #running = new Map<string, Promise<unknown>>()
  readonly #next = new Map<string, Promise<Prepared>>()
  /** In the order in which they were last asked for. */
  readonly #remembered = new Map<string, Remembered>()
  #rememberedBytes = 0

  constructor(marks: Marks, lastMs: number, now: () => number) {
    this.#marks = marks
    this.#lastMs = lastMs
    this.#now = now
  }

  /** Answers with what `work` finds in `scope`; `key` is everything else that decides it, the caller's rights included. */
  async answer(
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    scope: string,
    key: string,
    work: () => Promise<Found>,
  ): Promise<Buffer> {
    const prepared = await this.#round(scope, `${scope} ${key}`, work)
    reply.header('content-type', 'application/json; charset=utf-8').header('vary', 'accept-encoding')
    const { bytes } = prepared
    const wantsGzip = /\bgzip\b/i.test(String(request.headers['accept-encoding']))
    if (bytes.length < WORTH_COMPRESSING_BYTES || !wantsGzip) return bytes
    prepared.compressed ??= compress(bytes, { level: constants.Z_BEST_SPEED })
    reply.header('content-encoding', 'gzip')
    return prepared.compressed
  }

  #round(scope: string, key: string, work: () => Promise<Found>): Promise<Prepared> {
    const joined = this.#next.get(key)
    if (joined) return joined
    const before = this.#running.get(key) ?? new Promise((resolve) => setImmediate(resolve))
    const round: Promise<Prepared> = before
      .catch(() => undefined)
      .then(() => {
        this.#next.delete(key)
        this.#running.set(key, round)
        return this.#find(scope, key, work)
      })
    this.#next.set(key, round)
    const ended = () => {
      if (this.#running.get(key) === round) this.#running.delete(key)
    }
    round.then(ended, ended)
    return round
  }

  async #find(scope: string, key: string, work: () => Promise<Found>): Promise<Prepared> {
    const known = this.#forget(key)
    if (known && known.until > this.#now() && (await this.#marks.holds(scope, known.mark))) {
      this.#remember(key, known)
      return known.prepared
    }
    const until = this.#now() + this.#lastMs
    const mark = await this.#marks.take()
    const { value, lasts } = await work()
    const prepared: Prepared = { bytes: Buffer.from(JSON.stringify(value)), compressed: undefined }
    if (lasts) this.#remember(key, { mark, until, prepared })
    return prepared
  }

  #forget(key: string): Remembered | undefined {
    const known = this.#remembered.get(key)
    if (!known) return undefined
    this.#remembered.delete(key)
    this.#rememberedBytes -= known.prepared.bytes.length
    return known
  }

  #remember(key: string, known: Remembered): void {
    this.#remembered.set(key, known)
    this.#rememberedBytes += known.prepared.bytes.length
    for (const oldest of this.#remembered.keys()) {
      if (this.#rememberedBytes <= MOST_REMEMBERED_BYTES) return
      this.#forget(oldest)
    }
  }
}
