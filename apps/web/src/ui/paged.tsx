import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { Loaded } from './page.tsx'
import { Pages } from './pages.tsx'
import type { useListAddress } from './use-list-address.ts'

/**
 * A page of a list that the server narrows and pages. `filters` narrow it, `none` says that nothing is like that, and `empty` stands
 * in place of all where there is nothing to narrow.
 */
export function Paged<T>({
  of,
  list,
  size,
  filters,
  isNarrowed,
  none,
  empty,
  children,
}: {
  readonly of: Parameters<typeof Loaded<{ readonly Items: readonly T[]; readonly TotalResults: number }>>[0]['of']
  readonly list: ReturnType<typeof useListAddress>
  readonly size: number
  readonly filters: ReactNode
  readonly isNarrowed: boolean
  readonly none: string
  readonly empty?: ReactNode
  readonly children: (items: readonly T[]) => ReactNode
}) {
  return (
    <Loaded of={of} rows={8}>
      {({ Items, TotalResults }) =>
        empty && TotalResults === 0 && !isNarrowed ? (
          empty
        ) : (
          <div>
            <Group mb="md" gap="xs">
              {filters}
            </Group>
            {Items.length === 0 ? <p className="faint">{none}</p> : children(Items)}
            <Pages total={TotalResults} size={size} page={list.page} onChange={list.turnTo} />
          </div>
        )
      }
    </Loaded>
  )
}
