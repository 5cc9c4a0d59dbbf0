import { type Command, Option } from 'commander'
import { UsageError } from './failures.ts'
import type { Output } from './print.ts'

export interface ListOptions {
  readonly limit?: number
}

/** For commands that list: everything, over all pages, unless a number is given. */
export const withLimit = (command: Command): Command =>
  command.addOption(new Option('--limit <number>', 'no more than this many (all)').argParser(parseLimit))

function parseLimit(text: string): number {
  const limit = Number(text)
  if (/^\d+$/.test(text.trim()) && limit >= 1 && Number.isSafeInteger(limit)) return limit
  throw new UsageError(
    `--limit '${text}' is not a number of things.`,
    'Give a whole number from 1 on, or leave it out.',
  )
}

/** A table with a row for each thing. */
export const tableOf = <T>(
  items: readonly T[],
  { empty, notes = [] }: { readonly empty: string; readonly notes?: readonly string[] },
  columns: Readonly<Record<string, (item: T) => string | null | undefined>>,
): Extract<Output, { kind: 'table' }> => ({
  kind: 'table',
  data: items,
  columns: Object.keys(columns),
  rows: items.map((item) => Object.values(columns).map((cell) => cell(item) ?? '')),
  empty,
  notes,
})

/** `2026-03-01 09:30` of a time on the wire, in UTC like the log; empty without one. */
export const timeOf = (wire: string | null | undefined): string => (wire ? wire.slice(0, 16).replace('T', ' ') : '')

/** Looks names up by id, as answers hold ids and people want names. */
export const nameTable = (
  things: readonly { readonly Id: string; readonly Name: string }[],
): ((id: string | null | undefined) => string) => {
  const names = new Map(things.map(({ Id, Name }) => [Id, Name]))
  return (id) => (id ? (names.get(id) ?? id) : '')
}
