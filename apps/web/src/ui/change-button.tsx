import { Button } from '@mantine/core'

/** Opens the form of a row. */
export function ChangeButton({ what, onClick }: { readonly what: string; readonly onClick: () => void }) {
  return (
    <Button size="compact-sm" variant="subtle" onClick={onClick} aria-label={`Change ${what}`}>
      Change
    </Button>
  )
}
