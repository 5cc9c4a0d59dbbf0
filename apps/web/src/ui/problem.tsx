import { ApiError, UnreachableError } from '@flotilla/api'
import { Alert, Button, List } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'

/** The sentences of an error, for people. */
export function sentencesOf(error: unknown): readonly string[] {
  if (error instanceof ApiError) return error.errors.length > 0 ? error.errors : [error.errorMessage]
  if (error instanceof UnreachableError) return ['The server does not answer. What you see may be out of date.']
  return [error instanceof Error ? error.message : String(error)]
}

/**
 * What went wrong, in the server's words, and a way to try again. What stands against one of the fields in `shownAt`, or within
 * one of the parts in `shownWithin`, is said there and not repeated.
 */
export function Problem({
  error,
  retry,
  shownAt = [],
  shownWithin = [],
}: {
  readonly error: unknown
  readonly retry?: () => void
  readonly shownAt?: readonly string[]
  readonly shownWithin?: readonly string[]
}) {
  const starts = [...shownAt.map((field) => `${field}: `), ...shownWithin]
  const others = sentencesOf(error).filter((sentence) => !starts.some((start) => sentence.startsWith(start)))
  const sentences = others.length > 0 ? others : ['What is wrong is said at the fields.']
  const isForbidden = error instanceof ApiError && error.status === 403
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertCircle />}
      title={isForbidden ? 'You may not see or do this' : 'This did not work'}
    >
      {sentences.length === 1 ? (
        sentences[0]
      ) : (
        <List>
          {sentences.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      )}
      {retry && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </Alert>
  )
}

/** What stands against something that the server calls `path`, without what is said elsewhere, at what begins so. */
export const otherProblems = (error: unknown, path: string, saidElsewhere: readonly string[]): readonly string[] =>
  (error ? sentencesOf(error) : [])
    .filter((sentence) => sentence.startsWith(path) && !saidElsewhere.some((start) => sentence.startsWith(start)))
    .map((sentence) => sentence.slice(sentence.indexOf(': ') + 2))

/**
 * What stands against one field: the server begins such sentences with the name of the field. The rest of the error is for
 * {@link Problem}.
 */
export function fieldProblem(error: unknown, field: string): string | undefined {
  const start = `${field}: `
  return sentencesOf(error)
    .find((sentence) => sentence.startsWith(start))
    ?.slice(start.length)
}
