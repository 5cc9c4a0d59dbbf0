import { useTo } from '../../api/space.tsx'
import { type PartContent, PartPage } from '../../ui/part-tabs.tsx'

const PARTS = [
  { path: 'variable-sets', name: 'Variable sets' },
  { path: 'script-modules', name: 'Script modules' },
  { path: 'packages', name: 'Packages' },
  { path: 'feeds', name: 'Feeds' },
] as const

/** The frame around what projects share. */
export function LibraryFrame(content: PartContent & { readonly part: (typeof PARTS)[number]['path'] }) {
  const to = useTo()
  return (
    <PartPage
      title="Library"
      about="What projects share."
      parts={PARTS}
      address={(path) => to('library', path)}
      {...content}
    />
  )
}
