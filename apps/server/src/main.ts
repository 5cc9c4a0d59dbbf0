import { CodedError } from '@flotilla/kit'
import { readSettings, type Settings } from './config.ts'
import { errorFacts, logLine } from './log.ts'
import { rotateKey } from './rotate-key.ts'
import { startServer } from './server.ts'

/** How long an orderly stop may take before the process ends anyway: nothing correct hangs on an exit handler. */
const STOP_LIMIT_MS = 9_000

/** Changes the master key or the data key that stored secrets are sealed with. */
export async function rotateKeyMain(args: readonly string[], options: { readonly data: boolean }): Promise<void> {
  const settings = settingsOf(args)
  try {
    const newKey = process.env.FLOTILLA_NEW_MASTER_KEY
    await rotateKey(settings, { ...options, newKey }, (line) => process.stdout.write(`${line}\n`))
    process.exit(0)
  } catch (error) {
    tellFailure(error, 'The key was not changed')
    process.exit(1)
  }
}

function settingsOf(args: readonly string[]): Settings {
  const settings = readSettings(args, process.env)
  if (settings.ok) return settings.value
  process.stderr.write(`${settings.error}\n`)
  process.exit(2)
}

export async function main(args: readonly string[]): Promise<void> {
  const settings = settingsOf(args)
  process.on('unhandledRejection', (error) =>
    logLine('error', 'A promise was rejected and nobody listened', errorFacts(error)),
  )
  try {
    const server = await startServer(settings, (line) => process.stdout.write(`${line}\n`))
    let stopping = false
    const stop = () => {
      if (stopping) return
      stopping = true
      setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref()
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logLine('error', 'The stop was not clean', errorFacts(error))
          process.exit(1)
        },
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    process.stdout.write(`Flotilla is ready at ${server.url}\n`)
  } catch (error) {
    tellFailure(error, 'The server did not start')
    process.exit(1)
  }
}

function tellFailure(error: unknown, what: string): void {
  if (error instanceof CodedError) process.stderr.write(`${error.message}${error.hint ? `\n${error.hint}` : ''}\n`)
  else logLine('error', what, errorFacts(error))
}
