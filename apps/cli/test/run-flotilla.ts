import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ADMIN_KEY } from '@flotilla/testkit'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Is told of the output so far whenever more comes, with a way to send the process a signal. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
}

export const program = fileURLToPath(new URL('../bin/flotilla.js', import.meta.url))

/** Runs the built command line as a process of its own, as a person would. */
export function runFlotilla(
  url: string,
  args: readonly string[],
  { env = {}, onOutput }: RunOptions = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, FLOTILLA_URL: url, FLOTILLA_API_KEY: ADMIN_KEY, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { out: '', err: '' }
  for (const [name, stream] of [['out', child.stdout] as const, ['err', child.stderr] as const]) {
    stream.on('data', (bytes: Buffer) => {
      text[name] += bytes.toString('utf8')
      onOutput?.(text.out + text.err, (signal) => child.kill(signal))
    })
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? -1, ...text })))
}
