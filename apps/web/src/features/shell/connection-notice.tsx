import { Box } from '@mantine/core'
import { useLive } from '../../api/live.ts'
import { Notice } from '../../ui/notice.tsx'

/** Keeps what is shown true, and says when the connection is lost. It heals by itself. */
export function ConnectionNotice() {
  const isConnected = useLive()
  if (isConnected) return null
  return (
    <Box mb="md" role="status">
      <Notice title="The connection to the server is lost">
        What you see may be out of date. It is tried again until the server answers; nothing you have typed is lost.
      </Notice>
    </Box>
  )
}
