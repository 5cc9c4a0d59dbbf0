import { Alert } from '@mantine/core'
import type { ReactNode } from 'react'
import { State } from './state.tsx'

/** Something that wants attention and is no error. */
export function Notice({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Alert color="yellow" title={<State tone="warn" word={title} />}>
      {children}
    </Alert>
  )
}
