/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number

/** Where code that must know the time gets it from, so that tests can hand in their own. */
export interface Clock {
  now(): EpochMs
}
