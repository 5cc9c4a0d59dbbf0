import { CodedError } from '@flotilla/kit'
import { readSettings } from './config.ts'
import { errorFacts, logLine } from './log.ts'
import { startServer } from './server.ts'

/** How long an orderly stop may take before the process ends anyway: nothing correct hangs on an exit handler. */
const STOP_LIMIT_MS = 9_000

export async function main(args: readonly string[]): Promise<void> {
  const settings = readSettings(args, process.env)
  if (!settings.ok) {
    process.stderr.write(`${settings.error}\n`)
    process.exit(2)
  }
  process.on('unhandledRejection', (error) =>
    logLine('error', 'A promise was rejected and nobody listened', errorFacts(error)),
  )
  try {
    const server = await startServer(settings.value, (line) => process.stdout.write(`${line}\n`))
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
    if (error instanceof CodedError) {
      process.stderr.write(`${error.message}${error.hint ? `\n${error.hint}` : ''}\n`)
    } else {
      logLine('error', 'The server did not start', errorFacts(error))
    }
    process.exit(1)
  }
}
