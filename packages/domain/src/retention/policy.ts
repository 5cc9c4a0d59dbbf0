/** How long releases stay. */
export type RetentionPolicy =
  | { readonly kind: 'forever' }
  | { readonly kind: 'items'; readonly count: number }
  | { readonly kind: 'days'; readonly count: number }

/** A policy as a lifecycle or a phase has it on the wire. */
export interface WrittenPolicy {
  readonly strategy: 'Default' | 'Count' | 'Forever'
  readonly unit: 'Items' | 'Days'
  readonly quantity: number
}

export const FOREVER: RetentionPolicy = { kind: 'forever' }

/**
 * Reads a policy; null: it says nothing itself, and what is above it counts.
 * Source: domain reference 2.9.
 */
export function readPolicy(written: WrittenPolicy | null): RetentionPolicy | null {
  if (written === null || written.strategy === 'Default') return null
  // Clients have always written "keep everything" as 0.
  if (written.strategy === 'Forever' || written.quantity <= 0) return FOREVER
  return { kind: written.unit === 'Items' ? 'items' : 'days', count: written.quantity }
}

/** "keeps 3 releases", for the log. */
export function explainPolicy(policy: RetentionPolicy, item: 'release' | 'run' = 'release'): string {
  if (policy.kind === 'forever') return `keeps ${item}s for ever`
  const unit = policy.kind === 'items' ? item : 'day'
  return `keeps ${policy.count} ${unit}${policy.count === 1 ? '' : 's'}`
}
