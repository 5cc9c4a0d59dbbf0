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
  /** Printed as it comes; JSON has one value a line. */
  | { readonly kind: 'stream'; readonly items: AsyncIterable<{ readonly data: unknown; readonly line: string }> }

export type OutputFormat = 'table' | 'json'

export async function print(output: Output, format: OutputFormat, write: (text: string) => void): Promise<void> {
  if (output.kind === 'stream') {
    for await (const { data, line } of output.items) write(`${format === 'json' ? JSON.stringify(data) : line}\n`)
    return
  }
  if (format === 'json') return write(`${JSON.stringify(output.data, null, 2)}\n`)
  if (output.kind === 'text') return write(output.lines.map((line) => `${line}\n`).join(''))
  const table = output.rows.length === 0 ? [output.empty] : formatTable(output.columns, output.rows)
  write([...table, ...(output.notes ?? [])].map((line) => `${line}\n`).join(''))
}

/** Columns as wide as their widest cell, two spaces apart; nothing is cut off. */
export function formatTable(columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)))
  return [columns, ...rows].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  )
}
