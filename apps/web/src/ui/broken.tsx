import { Button, Container } from '@mantine/core'
import { useRouteError } from 'react-router'
import { Problem } from './problem.tsx'

/** Shown instead of a page that could not be shown at all. */
export function Broken() {
  const error = useRouteError()
  return (
    <Container size="sm" py="xl">
      <Problem error={error} />
      <Button mt="md" variant="default" onClick={() => window.location.reload()}>
        Load the page again
      </Button>
    </Container>
  )
}
