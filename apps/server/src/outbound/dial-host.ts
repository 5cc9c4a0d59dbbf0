import { lookup as lookUp } from 'node:dns/promises'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { err, ok, type Result } from '@flotilla/kit'
import { mayReachHost } from './networks.ts'

/** An HTTP proxy that opens connections to others (`CONNECT`). */
export interface HttpProxy {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
}

export interface DialFailure {
  /** Trying again makes no sense. */
  readonly isFinal: boolean
  /** The rest of a sentence about the host; it holds no secrets. */
  readonly detail: string
}

const CONNECT_LIMIT_MS = 20_000
const LARGEST_ANSWER_BYTES = 16 * 1024
const REFUSED = 'FLOTILLA_ADDRESS_REFUSED'

/**
 * Opens a connection to a host on which the server is to sign in. The address that is connected to is the one that was judged.
 * Through a proxy it is the proxy's that is judged; what that one reaches is its own affair.
 */
export async function dialHost(
  host: string,
  port: number,
  proxy: HttpProxy | undefined,
): Promise<Result<Socket, DialFailure>> {
  const socket = await open(proxy?.host ?? host, proxy?.port ?? port)
  if (!socket.ok || !proxy) return socket
  const opened = await askProxy(socket.value, host, port, proxy)
  if (!opened.ok) socket.value.destroy()
  return opened.ok ? socket : opened
}

function open(host: string, port: number): Promise<Result<Socket, DialFailure>> {
  // Node connects to what is written as an address without a look-up.
  if (isIP(host) !== 0 && !mayReachHost(host)) return Promise.resolve(err(refused(host)))
  return new Promise((resolve) => {
    const socket = connect({ host, port, lookup: judgedLookUp, noDelay: true })
    const fail = (failure: DialFailure) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(err(failure))
    }
    const timer = setTimeout(
      () => fail({ isFinal: false, detail: `${host}:${port} did not answer in time` }),
      CONNECT_LIMIT_MS,
    )
    socket.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      fail(code === REFUSED ? refused(host) : { isFinal: false, detail: message }),
    )
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(ok(socket))
    })
  })
}

const refused = (host: string): DialFailure => ({
  isFinal: true,
  detail: `${host} is an address at which no host can be (link-local, metadata of a cloud, multicast or the like)`,
})

const judgedLookUp: LookupFunction = (host, options, done) => {
  lookUp(host, { all: true }).then(
    (found) => {
      const open = found.filter(({ address }) => mayReachHost(address))
      if (!open[0]) return done(Object.assign(new Error('refused'), { code: REFUSED }), '')
      if (options.all) done(null, open)
      else done(null, open[0].address, open[0].family)
    },
    (error: NodeJS.ErrnoException) => done(error, ''),
  )
}

/** Source: RFC 9110, section 9.3.6. */
function askProxy(
  socket: Socket,
  host: string,
  port: number,
  { username, password }: HttpProxy,
): Promise<Result<void, DialFailure>> {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  // A host name is not checked anywhere else, and must not become further lines of the request.
  if (/[^A-Za-z0-9._:[\]-]/.test(place)) {
    return Promise.resolve(err({ isFinal: true, detail: `${host} is no name of a host` }))
  }
  const credentials = Buffer.from(`${username}:${password}`).toString('base64')
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0)
    const settle = (result: Result<void, DialFailure>) => {
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.pause()
      resolve(result)
    }
    const fail = (detail: string, isFinal = false) => settle(err({ isFinal, detail }))
    const timer = setTimeout(() => fail('the proxy did not answer in time'), CONNECT_LIMIT_MS)
    socket.on('error', (error) => fail(`the proxy: ${error.message}`))
    socket.on('close', () => fail('the proxy broke the connection off'))
    socket.on('data', (bytes) => {
      answer = Buffer.concat([answer, bytes])
      const end = answer.indexOf('\r\n\r\n')
      if (end < 0) return answer.length > LARGEST_ANSWER_BYTES ? fail('the proxy does not speak HTTP', true) : undefined
      const status = /^HTTP\/1\.[01] ([0-9]{3})/.exec(answer.toString('latin1', 0, 64))?.[1]
      if (status?.[0] !== '2') {
        // What it lets through, and whom, is not likely to change soon; that it can't reach the host is.
        const isFinal = status === undefined || status[0] === '4'
        return fail(`the proxy answered ${status ?? 'something that is not HTTP'}`, isFinal)
      }
      settle(ok())
      // The host may have begun to speak already.
      const rest = answer.subarray(end + 4)
      if (rest.length > 0) socket.unshift(rest)
    })
    socket.write(
      `CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\n${username ? `Proxy-Authorization: Basic ${credentials}\r\n` : ''}\r\n`,
    )
  })
}
