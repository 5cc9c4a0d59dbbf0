import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ConvergeDialog, type ConvergePlace } from './converge-dialog.tsx'

/** Begins with showing what would be deployed. */
export function ConvergeButton({ place }: { readonly place: ConvergePlace }) {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        onClick={open}
        aria-label={`Converge ${place.ProjectName} in ${place.EnvironmentName}`}
      >
        Converge …
      </Button>
      {isOpen && <ConvergeDialog place={place} onClose={close} />}
    </>
  )
}
