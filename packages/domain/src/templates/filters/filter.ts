import type { EpochMs } from '@flotilla/kit'
import type { Budget } from '../budget.ts'
import type { Pattern } from './pattern.ts'

export const HASH_ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number]

/** What filters need of the world outside. A filter that lacks its tool gives nothing, so its token is echoed. */
export interface FilterTools {
  /** The present, for `NowDate`. */
  readonly now?: EpochMs | undefined
  /** The digest of `bytes` in hexadecimal. */
  readonly hash?: ((algorithm: HashAlgorithm, bytes: Uint8Array) => string) | undefined
  /** CommonMark with tables and auto-links to HTML that ends in a line feed. */
  readonly markdown?: ((text: string) => string) | undefined
  readonly budget: Budget
  /** Compiles a pattern, or remembers it. Errors: ends the evaluation for a pattern that is not understood. */
  readonly pattern: (source: string) => Pattern
}

/**
 * Makes a text out of a text and options, or null when it cannot.
 *
 * Errors: null makes the token be echoed and reported; a few filters end the evaluation with a runtime error.
 * Source: template reference 11.
 */
export type Filter = (value: string, options: readonly string[], tools: FilterTools) => string | null

/** A filter that also takes a missing value. */
export type NullFilter = (value: string | null, options: readonly string[], tools: FilterTools) => string | null

export const plain =
  (convert: (value: string) => string): Filter =>
  (value, options) =>
    options.length === 0 ? convert(value) : null

export const flagText = (value: boolean): string => (value ? 'true' : 'false')

/** A 32-bit integer ≥ 0 with optional sign and white space around, else null. */
export function parseCount(text: string): number | null {
  const value = parseInt32(text)
  return value === null || value < 0 ? null : value
}

export function parseInt32(text: string): number | null {
  const match = /^[\t-\r ]*([+-]?\d+)[\t-\r ]*$/.exec(text)
  if (!match) return null
  const value = Number(match[1])
  return value >= -2_147_483_648 && value <= 2_147_483_647 ? value + 0 : null
}
