import { IconMap2 } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Empty } from '../../ui/empty.tsx'

/** The address leads nowhere. */
export function NotHere() {
  const to = useTo()
  return (
    <Empty icon={IconMap2} title="There is no such page">
      The address may be mistyped, or what it led to was deleted. <Link to={to()}>Go to the dashboard.</Link>
    </Empty>
  )
}
