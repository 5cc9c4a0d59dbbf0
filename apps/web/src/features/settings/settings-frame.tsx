import { useTo } from '../../api/space.tsx'
import { type PartContent, PartPage } from '../../ui/part-tabs.tsx'
import { SETTINGS } from './parts.ts'

/** The frame around what administrators set up. */
export function SettingsFrame(content: PartContent & { readonly part: (typeof SETTINGS)[number]['path'] }) {
  const to = useTo()
  return (
    <PartPage
      title="Settings"
      about="Who may do what, and how the server is."
      parts={SETTINGS}
      address={(path) => to('settings', path)}
      {...content}
    />
  )
}
