import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const compress = promisify(gzip)
/** Below this, compressing costs more than it saves. */
const WORTH_COMPRESSING_BYTES = 8 * 1024

/** JSON that is made, and compressed, once for all who are given it. */
interface Prepared {
  readonly bytes: Buffer
  compressed: Promise<Buffer> | undefined
}

/**
 * Answers that cost much and that many ask for at the same time, like a dashboard on every screen of a team. Who asks for the
 * same thing while it is being worked out waits for the next round, and all of a round are given one answer. So everybody
 * sees what was true after he had asked, and a round is the most that anybody waits for besides his own.
 */
export class SharedAnswers {
  readonly #running = new Map<string, Promise<unknown>>()
  readonly #next = new Map<string, Promise<Prepared>>()

  /** Answers with what `work` finds; `key` is everything that decides it, the caller's rights included. */
  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    key: string,
    work: () => Promise<unknown>,
  ): Promise<Buffer> {
    const prepared = await this.#round(key, work)
    reply.header('content-type', 'application/json; charset=utf-8').header('vary', 'accept-encoding')
    const { bytes } = prepared
    if (bytes.length < WORTH_COMPRESSING_BYTES || !/\bgzip\b/i.test(String(request.headers['accept-encoding'])))
      return bytes
    prepared.compressed ??= compress(bytes, { level: constants.Z_BEST_SPEED })
    reply.header('content-encoding', 'gzip')
    return prepared.compressed
  }

  #round(key: string, work: () => Promise<unknown>): Promise<Prepared> {
    const joined = this.#next.get(key)
    if (joined) return joined
    const before = this.#running.get(key) ?? new Promise((resolve) => setImmediate(resolve))
    const round = before
      .catch(() => undefined)
      .then(() => {
        this.#next.delete(key)
        this.#running.set(key, round)
        return work()
      })
      .then((value): Prepared => ({ bytes: Buffer.from(JSON.stringify(value)), compressed: undefined }))
    this.#next.set(key, round)
    const ended = () => {
      if (this.#running.get(key) === round) this.#running.delete(key)
    }
    round.then(ended, ended)
    return round
  }
}
