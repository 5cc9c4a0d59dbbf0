import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { EXIT, UsageError } from './failures.ts'
import { harmlessLine } from './terminal.ts'

export interface ConfirmOptions {
  readonly yes?: boolean
}

export const withConfirmation = (command: Command): Command =>
  command.option('-y, --yes', 'do not ask whether it is meant')

/**
 * Goes on only if it is meant: `--yes`, or a person at the terminal says so. `what` completes "This deletes".
 *
 * Errors: `UsageError` when the answer is no, and where nobody can be asked.
 */
export async function confirm({ yes }: ConfirmOptions, what: string): Promise<void> {
  if (yes) return
  const said = `This deletes ${harmlessLine(what)}.`
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new UsageError(said, 'Add --yes if that is what you want.')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await new Promise<string>((resolve) => {
      terminal.question(`${said} Go on? [y/N] `).then(resolve, () => resolve(''))
      // The end of the input is no yes.
      terminal.once('close', () => resolve(''))
      terminal.once('SIGINT', () => process.exit(EXIT.interrupted))
    })
    if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('Nothing was deleted.')
  } finally {
    terminal.close()
  }
}
