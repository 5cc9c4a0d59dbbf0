import { Group, Pagination } from '@mantine/core'

const count = new Intl.NumberFormat('en')

/** Which part of a long list is shown, and the way to the others. */
export function Pages({
  total,
  size,
  page,
  onChange,
}: {
  readonly total: number
  readonly size: number
  readonly page: number
  readonly onChange: (page: number) => void
}) {
  if (total <= size && page === 1) return null
  const first = (page - 1) * size + 1
  const last = Math.min(total, page * size)
  return (
    <Group justify="space-between" mt="md">
      <span className="faint" role="status">
        {first <= last ? `${count.format(first)} to ${count.format(last)} of ` : 'None here of '}
        {count.format(total)}
      </span>
      <Pagination
        total={Math.max(1, Math.ceil(total / size))}
        value={page}
        onChange={onChange}
        getControlProps={(control) => ({ 'aria-label': `${control} page` })}
      />
    </Group>
  )
}
