import { isIP } from 'node:net'
import { CodedError } from '@flotilla/kit'

/**
 * Reads the address of a server. Secrets go to agents inside of TLS only: plain HTTP is for a server on this very machine.
 * Source: reliability reference K5, U4.
 */
export function readServerAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CodedError('agent.server_address', `'${text}' is not the address of a server.`, {
      retry: 'never',
      hint: 'Write it as https://flotilla.example.com',
    })
  }
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
    throw new CodedError('agent.server_address', `${text} is not encrypted, and is not on this machine.`, {
      retry: 'never',
      hint: 'Use the https:// address of the server. An authority of your own is named by NODE_EXTRA_CA_CERTS.',
    })
  }
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new CodedError('agent.tls_not_verified', 'NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody be the server.', {
      retry: 'never',
      hint: 'Unset it. An authority of your own is named by NODE_EXTRA_CA_CERTS.',
    })
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** Where agents connect. */
export const connectAddress = (server: string): string => `${server.replace(/^http/, 'ws')}/api/agents/connect`
