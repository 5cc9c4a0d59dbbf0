import type { Client, Space } from '@flotilla/api'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { clientOf } from './session.ts'

interface InSpace {
  readonly space: Space
  readonly client: Client
}

const SpaceContext = createContext<InSpace | undefined>(undefined)

/** Everything below works in this space. */
export function SpaceProvider({ space, children }: { readonly space: Space; readonly children: ReactNode }) {
  const value = useMemo(() => ({ space, client: clientOf(space.Id) }), [space])
  return <SpaceContext value={value}>{children}</SpaceContext>
}

function useInSpace(): InSpace {
  const found = useContext(SpaceContext)
  if (!found) throw new Error('This part of the page is shown inside a space only.')
  return found
}

export const useSpace = (): Space => useInSpace().space

/** The server, with `~/` for the space of the page. */
export const useClient = (): Client => useInSpace().client

/** The address of a page of this space: `to('projects', 'web-api')`. */
export function useTo(): (...parts: readonly string[]) => string {
  const { Id } = useSpace()
  return (...parts) => `/${[Id, ...parts.map(encodeURIComponent)].join('/')}`
}
