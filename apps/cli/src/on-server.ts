import { type Client, createClient } from '@flotilla/api'
import { type Command, Option } from 'commander'
import { document, type Page } from './documentation.ts'
import { EXIT } from './failures.ts'
import { type Output, type OutputFormat, print } from './print.ts'
import { DEFAULT_URL, readClientSettings, type ServerOptions } from './settings.ts'
import { harmless, wantsColour } from './terminal.ts'

/** What the handler of a command works with. */
export interface Context {
  readonly client: Client
  /** Tells the person at the terminal something while the command runs; never mixes with its output. */
  readonly say: (line: string) => void
  /** From now on Ctrl-C aborts the signal instead of ending the process; a second one ends it as usual. */
  readonly catchInterrupt: () => AbortSignal
}

export type Handler<Args extends readonly unknown[], Options> = (
  context: Context,
  options: Options,
  ...args: Args
) => Promise<Output>

/** Gives a command its page, the options of all commands that talk to a server, and a handler whose answer is printed. */
export function onServer<Args extends readonly unknown[], Options>(
  command: Command,
  page: Page,
  handler: Handler<Args, Options>,
): Command {
  return document(command, page)
    .addOption(new Option('--output <format>', 'how to print the result').choices(['table', 'json']).default('table'))
    .option('--url <address>', `address of the server (FLOTILLA_URL, ${DEFAULT_URL})`)
    .option('--api-key <key>', 'your API key (FLOTILLA_API_KEY)')
    .option('--space <space>', 'name or id of the space (FLOTILLA_SPACE, the default space)')
    .action(async (...given: unknown[]) => {
      // What commander hands over: the arguments as declared, the options, the command.
      const args = given.slice(0, -2) as unknown as Args
      const options = command.opts<Options & ServerOptions & { readonly output: OutputFormat }>()
      let interrupt: AbortSignal | undefined
      const context: Context = {
        client: createClient(readClientSettings(options, process.env)),
        say: (line) => void process.stderr.write(`${harmless(line)}\n`),
        catchInterrupt: () => {
          interrupt = catchInterrupt()
          return interrupt
        },
      }
      const output = await handler(context, options, ...args)
      const isColoured = wantsColour(process.stdout, process.env)
      await print(output, { format: options.output, isColoured }, (text) => void process.stdout.write(text))
      if (output.kind !== 'stream') process.exitCode = output.exitCode ?? EXIT.success
      else if (interrupt?.aborted) process.exitCode = EXIT.interrupted
    })
}

function catchInterrupt(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  return controller.signal
}

/** For options that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]
