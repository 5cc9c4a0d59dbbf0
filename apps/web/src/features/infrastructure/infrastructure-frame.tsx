import type { ReactNode } from 'react'
import { useTo } from '../../api/space.tsx'
import { type PartContent, PartPage } from '../../ui/part-tabs.tsx'
import { INFRASTRUCTURE } from './parts.ts'

/** The frame around the pages of what deployments run on. */
export function InfrastructureFrame(
  content: PartContent & { readonly part: (typeof INFRASTRUCTURE)[number]['path']; readonly about?: ReactNode },
) {
  const to = useTo()
  const title = INFRASTRUCTURE.find(({ path }) => path === content.part)!.name
  return <PartPage title={title} parts={INFRASTRUCTURE} address={(path) => to(path)} {...content} />
}
