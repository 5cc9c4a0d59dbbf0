import { err } from '@flotilla/kit'
import type { CheckConnection, Reach } from './transports.ts'

type Check<Style extends Reach['style']> = (
  reach: Extract<Reach, { readonly style: Style }>,
  signal: AbortSignal,
) => ReturnType<CheckConnection>

/** Looks at a place in the way that its style asks for. */
export function createCheckConnection(checks: {
  readonly agent: Check<'TentacleActive'>
  readonly ssh: Check<'Ssh'>
}): CheckConnection {
  return async (reach, signal) => {
    if (reach.style === 'TentacleActive') return checks.agent(reach, signal)
    if (reach.style === 'Ssh') return checks.ssh(reach, signal)
    const style = reach.style === 'other' ? reach.communicationStyle : reach.style
    return err({ kind: 'not-offered', detail: `machines of the style ${style} cannot be reached by this server` })
  }
}
