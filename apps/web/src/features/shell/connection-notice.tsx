import { Alert } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useLive } from '../../api/live.ts'

/** Keeps what is shown true, and says when the connection is lost. It heals by itself. */
export function ConnectionNotice() {
  const isConnected = useLive()
  if (isConnected) return null
  return (
    <Alert
      color="yellow"
      mb="md"
      icon={<IconPlugConnectedX />}
      title="The connection to the server is lost"
      role="status"
    >
      What you see may be out of date. It is tried again until the server answers; nothing you have typed is lost.
    </Alert>
  )
}
