import { ApiError, UnreachableError } from '@flotilla/api'
import { CodedError } from '@flotilla/kit'

/** What the command line ends with, and what that means. Scripts rely on these numbers: docs/reference/command-line.md. */
export const EXIT_MEANINGS = {
  success: { code: 0, says: 'success', advice: '' },
  /** The command was carried out; the deployment or task it is about failed, or would fail. */
  failed: {
    code: 1,
    says: 'the deployment or task failed or was cancelled, or would fail',
    advice: 'read the log: `flotilla task log`',
  },
  /** The same call will fail again. */
  refused: {
    code: 2,
    says: 'bad usage, an unknown name, or input that the server refused',
    advice: 'correct the call; the message says how',
  },
  /** The same call may succeed later. */
  serverTrouble: {
    code: 3,
    says: 'the server cannot be reached, is busy, or failed',
    advice: "try again; look at the server's log",
  },
  notAllowed: {
    code: 4,
    says: 'not signed in, or no right to do this',
    advice: 'check the API key, or ask an administrator',
  },
  waitedTooLong: {
    code: 5,
    says: 'waited longer than --timeout; the task goes on',
    advice: '`flotilla task wait` or `flotilla task cancel`',
  },
  drifts: {
    code: 6,
    says: 'targets have not what they should',
    advice: '`flotilla converge`',
  },
  /** A fault of the command line itself. */
  fault: { code: 70, says: 'a fault of the command line itself', advice: 'please report it' },
  interrupted: { code: 130, says: 'interrupted with Ctrl-C; what runs on the server goes on', advice: '' },
} as const satisfies Record<string, { readonly code: number; readonly says: string; readonly advice: string }>

export type ExitName = keyof typeof EXIT_MEANINGS

const codes = Object.entries(EXIT_MEANINGS).map(([name, { code }]) => [name, code])
export const EXIT = Object.fromEntries(codes) as { readonly [Name in ExitName]: (typeof EXIT_MEANINGS)[Name]['code'] }

/** The call cannot work as it is; `hint` says how it would. */
export class UsageError extends CodedError {
  constructor(message: string, hint?: string) {
    super('cli.usage', message, { retry: 'never', ...(hint ? { hint } : {}) })
    this.name = 'UsageError'
  }
}

/** Changing nothing is a call that was meant otherwise. */
export function requireChange(change: object): void {
  if (Object.keys(change).length === 0) throw new UsageError('Nothing is to be changed.', 'See --help for what can be.')
}

/** Waiting ended before the task did; the task goes on. */
export class WaitEnded extends CodedError {
  readonly because: 'time' | 'interrupt'

  constructor(because: 'time' | 'interrupt', taskIds: readonly string[]) {
    const verb = taskIds.length === 1 ? 'goes' : 'go'
    super(
      'cli.wait_ended',
      `${because === 'time' ? 'Waited too long' : 'Stopped waiting'}; ${taskIds.join(', ')} ${verb} on.`,
      {
        retry: 'later',
        hint: `Wait again with 'flotilla task wait ${taskIds.join(' ')}', or end it with 'flotilla task cancel ${taskIds[0]}'.`,
      },
    )
    this.name = 'WaitEnded'
    this.because = because
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof WaitEnded) return error.because === 'time' ? EXIT.waitedTooLong : EXIT.interrupted
  if (error instanceof UsageError) return EXIT.refused
  if (error instanceof UnreachableError) return EXIT.serverTrouble
  if (!(error instanceof ApiError)) return EXIT.fault
  if (error.status === 401 || error.status === 403) return EXIT.notAllowed
  // Too many requests is a matter of time, like a server that is starting.
  return error.status >= 500 || error.status === 429 ? EXIT.serverTrouble : EXIT.refused
}

/** What a person reads of an error: what happened, then what to do next. */
export function explainError(error: unknown): string {
  if (error instanceof ApiError)
    return lines(...(error.errors.length > 0 ? error.errors : [error.errorMessage]), adviceOn(error))
  if (error instanceof CodedError) return lines(error.message, error.hint ?? '')
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `The command line itself failed, which is a fault in it. Please report this:\n${told}`
}

const lines = (...texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n')

const PROMPT_ADVICE = 'Give prompted values with --variable "Name=Value"; names and labels both count.'

function adviceOn(error: ApiError): string {
  if (error.status === 401) {
    return 'Set FLOTILLA_API_KEY (or --api-key) to an API key of yours; make one in the web UI under your profile.'
  }
  if (error.status === 403) return 'Ask an administrator for this right, or use the API key of somebody who has it.'
  if (error.status === 429 || error.status === 503) return 'The server is busy or starting. Try again in a moment.'
  if (error.status >= 500) return `The server failed at ${error.request}. Its log says why; trying again may help.`
  return error.errors.some((text) => text.startsWith('FormValues:')) ? PROMPT_ADVICE : ''
}
