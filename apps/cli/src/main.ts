import { CommanderError } from 'commander'
import { EXIT, exitCodeOf, explainError } from './failures.ts'
import { createProgram } from './program.ts'
import { harmless } from './terminal.ts'

// A reader that has seen enough (`flotilla task log … | head`) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.success : EXIT.fault))
}

try {
  await createProgram().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has told what is wrong; help and version that were asked for are a success.
    process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.refused
  } else {
    process.stderr.write(`${harmless(explainError(error))}\n`)
    process.exitCode = exitCodeOf(error)
  }
}
