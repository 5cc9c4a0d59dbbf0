import { Group } from '@mantine/core'
import type { ReactNode } from 'react'

/** A table that is scrolled sideways where it is too wide. `doing` says what the buttons in its last column do. */
export function Table({
  columns,
  doing,
  children,
}: {
  readonly columns: readonly string[]
  readonly doing?: string
  readonly children: ReactNode
}) {
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {doing && (
              <th scope="col">
                <span className="visually-hidden">{doing}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** The last cell of a row: what can be done with it. */
export function Doing({ children }: { readonly children: ReactNode }) {
  return (
    <td className="acts">
      <Group gap={4} justify="flex-end" wrap="nowrap">
        {children}
      </Group>
    </td>
  )
}
