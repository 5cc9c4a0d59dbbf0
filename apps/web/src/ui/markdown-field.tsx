import { Input, Paper, Textarea, type TextareaProps } from '@mantine/core'
import { Prose } from './prose.tsx'

/** A text in Markdown, with what people will read below it. */
export function MarkdownField({ value, ...rest }: { readonly value: string } & Omit<TextareaProps, 'value'>) {
  return (
    <div>
      <Textarea autosize {...rest} value={value} />
      {value.trim() !== '' && (
        <Paper withBorder p="md" mt="xs" component="section" aria-label="As it will be read">
          <Input.Description mb="xs">As it will be read</Input.Description>
          <Prose text={value} />
        </Paper>
      )}
    </div>
  )
}
