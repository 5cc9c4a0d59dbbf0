import { Group } from '@mantine/core'
import type { CSSProperties, ReactNode, Ref } from 'react'

/** The name of a column, which is its head; some are told apart by how they look. */
type Column = string | { readonly name: string; readonly className: string }

/**
 * A table that is scrolled sideways where it is too wide. `label` says what its rows are, `doing` what the buttons in its last
 * column do; `foot` is the row that closes it.
 */
export function Table({
  label,
  columns,
  doing,
  foot,
  scroller,
  children,
  className,
  ...shape
}: {
  readonly label: string
  readonly columns: readonly Column[]
  readonly doing?: string
  readonly foot?: ReactNode
  /** What it is scrolled in, where it is not only sideways. */
  readonly scroller?: { readonly ref: Ref<HTMLDivElement>; readonly className: string }
  readonly className?: string
  readonly style?: CSSProperties
  readonly 'aria-rowcount'?: number
  readonly children: ReactNode
}) {
  return (
    <div className="scroll-x" {...scroller}>
      <table className={className ? `table ${className}` : 'table'} aria-label={label} {...shape}>
        <thead>
          <tr>
            {columns.map((column) => {
              const head = typeof column === 'string' ? { name: column, className: undefined } : column
              return (
                <th key={head.name} scope="col" className={head.className}>
                  {head.name}
                </th>
              )
            })}
            {doing && (
              <th scope="col">
                <span className="visually-hidden">{doing}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  )
}

/** The last cell of a row: what can be done with it. */
export function Doing({ children, rowSpan }: { readonly children: ReactNode; readonly rowSpan?: number }) {
  return (
    <td className="acts" rowSpan={rowSpan}>
      <Group gap={4} justify="flex-end" wrap="nowrap">
        {children}
      </Group>
    </td>
  )
}
