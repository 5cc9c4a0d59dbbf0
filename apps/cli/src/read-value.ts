import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { UsageError } from './failures.ts'

export interface ValueOptions {
  readonly value?: string
  readonly valueFile?: string
  readonly valueStdin?: boolean
}

export const withValue = (command: Command): Command =>
  command
    .option('--value <text>', 'the value; for a secret use one of the next two')
    .option('--value-file <file>', 'file that holds the value')
    .option('--value-stdin', 'read the value from standard input')

/**
 * The value that somebody gives, if any. One line end at the end of a file or of the input is no part of it.
 *
 * Errors: `UsageError` for two values, an unreadable file, and for a secret on the command line, where other users of the
 * machine can see it.
 */
export async function readValue(
  { value, valueFile, valueStdin }: ValueOptions,
  { isSecret }: { readonly isSecret: boolean },
): Promise<string | undefined> {
  const given = [value !== undefined, valueFile !== undefined, valueStdin === true].filter(Boolean).length
  if (given > 1)
    throw new UsageError('--value, --value-file and --value-stdin exclude each other.', 'Give one of them.')
  if (value !== undefined && isSecret) {
    throw new UsageError(
      'A secret on the command line can be seen by other users of this machine, and stays in the history of the shell.',
      'Give it with --value-file FILE, or pipe it in with --value-stdin.',
    )
  }
  if (valueFile !== undefined) return withoutLineEnd(await readText(valueFile))
  if (!valueStdin) return value
  if (process.stdin.isTTY) {
    throw new UsageError(
      '--value-stdin takes what is piped in, and nothing is.',
      'Like: printf %s "$SECRET" | flotilla …',
    )
  }
  return withoutLineEnd(await text(process.stdin))
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: Error) => {
    throw new UsageError(`The file '${file}' cannot be read: ${cause.message}.`)
  })

const withoutLineEnd = (read: string): string => read.replace(/\r?\n$/, '')
