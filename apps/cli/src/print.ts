import { type Colour, harmless, harmlessJson, harmlessLine, paint, widthOf } from './terminal.ts'

/** What a command has to say. `data` is what `--output json` prints; the rest is the same for people. */
export type Output =
  | {
      readonly kind: 'table'
      readonly data: unknown
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** Printed instead of a table without rows. */
      readonly empty: string
      readonly notes?: readonly string[]
      readonly exitCode?: number
    }
  | { readonly kind: 'text'; readonly data: unknown; readonly lines: readonly string[]; readonly exitCode?: number }
  /** What is known of one thing: a label and its value a line; a value may have several lines. */
  | {
      readonly kind: 'facts'
      readonly data: unknown
      readonly facts: readonly Fact[]
      readonly notes?: readonly string[]
      readonly exitCode?: number
    }
  /** Printed as it comes; JSON has one value a line. */
  | { readonly kind: 'stream'; readonly items: AsyncIterable<{ readonly data: unknown; readonly line: string }> }

/** Without a value there is no line. */
export type Fact = readonly [label: string, value: string | undefined]

export type OutputFormat = 'table' | 'json'

export interface PrintOptions {
  readonly format: OutputFormat
  readonly isColoured: boolean
}

/** Prints an answer. Whatever the server sent, nothing of it can act on the terminal. */
export async function print(
  output: Output,
  { format, isColoured }: PrintOptions,
  write: (text: string) => void,
): Promise<void> {
  if (output.kind === 'stream') {
    for await (const { data, line } of output.items) {
      write(`${format === 'json' ? harmlessJson(JSON.stringify(data)) : harmless(line)}\n`)
    }
    return
  }
  if (format === 'json') return write(`${harmlessJson(JSON.stringify(output.data, null, 2))}\n`)
  write(
    linesOf(output, isColoured)
      .map((line) => `${line}\n`)
      .join(''),
  )
}

function linesOf(output: Exclude<Output, { kind: 'stream' }>, isColoured: boolean): readonly string[] {
  if (output.kind === 'text') return output.lines.map(harmless)
  const body =
    output.kind === 'facts'
      ? formatFacts(output.facts, isColoured)
      : output.rows.length === 0
        ? [harmless(output.empty)]
        : formatTable(output.columns, output.rows, isColoured)
  return [...body, ...(output.notes ?? []).map(harmless)]
}

/** Columns as wide as their widest cell, two spaces apart; nothing is cut off. */
export function formatTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  isColoured = false,
): readonly string[] {
  const cells = rows.map((row) => row.map(harmlessLine))
  const widths = columns.map((column, at) => Math.max(widthOf(column), ...cells.map((row) => widthOf(row[at] ?? ''))))
  const line = (row: readonly string[], colourOf: (cell: string) => Colour | undefined): string =>
    row
      .map((cell, at) => {
        const colour = isColoured && cell !== '' ? colourOf(cell) : undefined
        // What follows the last cell of a row is only space.
        const space = row.slice(at + 1).some((later) => later !== '') ? widths[at]! - widthOf(cell) + 2 : 0
        return `${colour ? paint(cell, colour) : cell}${' '.repeat(space)}`
      })
      .join('')
  return [line(columns, () => 'bold'), ...cells.map((row) => line(row, colourOfState))]
}

function formatFacts(facts: readonly Fact[], isColoured: boolean): readonly string[] {
  const known = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== '')
  const width = Math.max(0, ...known.map(([label]) => widthOf(label))) + 2
  return known.flatMap(([label, value]) => {
    const [first = '', ...rest] = harmless(value).trimEnd().split('\n')
    const head = `${label}:${' '.repeat(width - widthOf(label) - 1)}`
    const colour = isColoured ? colourOfState(first) : undefined
    return [head + (colour ? paint(first, colour) : first), ...rest.map((line) => `${' '.repeat(width)}${line}`)]
  })
}

const STATES: Readonly<Record<string, Colour>> = {
  Success: 'green',
  Healthy: 'green',
  Deployed: 'green',
  Failed: 'red',
  Refused: 'red',
  Unhealthy: 'red',
  Unavailable: 'red',
  TimedOut: 'red',
  Canceled: 'yellow',
  HasWarnings: 'yellow',
  blocked: 'yellow',
  disabled: 'yellow',
}
const colourOfState = (cell: string): Colour | undefined => (Object.hasOwn(STATES, cell) ? STATES[cell] : undefined)
