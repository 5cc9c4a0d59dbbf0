import { listSpaces } from '@flotilla/api'
import { Center, Container } from '@mantine/core'
import { IconPlanet } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from 'react-router'
import { server } from '../../api/session.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'

/** Without a space in the address: the default one, or the first that one may see. */
export function ToFirstSpace() {
  const spaces = useQuery({ queryKey: ['spaces'], queryFn: () => listSpaces(server) })
  return (
    <Loaded of={spaces}>
      {(all) => {
        const first = all.find(({ IsDefault }) => IsDefault) ?? all[0]
        if (first) return <Navigate to={`/${first.Id}`} replace />
        return (
          <Center mih="100vh">
            <Container>
              <Empty icon={IconPlanet} title="No space is open to you">
                Everything in Flotilla lives in a space. Ask an administrator to add you to a team of one.
              </Empty>
            </Container>
          </Center>
        )
      }}
    </Loaded>
  )
}
