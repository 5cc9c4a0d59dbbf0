import type { ClientSettings } from '@flotilla/api'
import manifest from '../package.json' with { type: 'json' }
import { UsageError } from './failures.ts'

export const DEFAULT_URL = 'http://127.0.0.1:8080'

/** The options that every command which talks to a server has. */
export interface ServerOptions {
  readonly url?: string
  readonly apiKey?: string
  readonly space?: string
}

/** Where the server is and who asks: from the command line, else the environment, else defaults. */
export function readClientSettings(
  options: ServerOptions,
  env: Readonly<Record<string, string | undefined>>,
): ClientSettings {
  const url = options.url ?? (env.FLOTILLA_URL || DEFAULT_URL)
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UsageError(
      `'${url}' is not the address of a server.`,
      `Set FLOTILLA_URL (or --url) to one like ${DEFAULT_URL}.`,
    )
  }
  return {
    url,
    apiKey: options.apiKey ?? (env.FLOTILLA_API_KEY || undefined),
    space: options.space ?? (env.FLOTILLA_SPACE || undefined),
    userAgent: `flotilla/${manifest.version}`,
  }
}
