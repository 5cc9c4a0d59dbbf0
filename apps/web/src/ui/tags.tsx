import { Badge, Group } from '@mantine/core'

/** Short words that something carries. */
export function Tags({ of: words }: { readonly of: readonly string[] }) {
  return (
    <Group gap={4} py={2}>
      {words.map((word) => (
        <Badge key={word} variant="default" tt="none" fw={500}>
          {word}
        </Badge>
      ))}
    </Group>
  )
}
