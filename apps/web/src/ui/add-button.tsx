import { Button, type ButtonProps } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'

/** Opens the form of something new. */
export function AddButton({ onClick, ...rest }: ButtonProps & { readonly onClick: () => void }) {
  return <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={onClick} {...rest} />
}
