import { type Interruption, pendingInterruptions, submitInterruption, takeResponsibility } from '@flotilla/api'
import { Button, Group, Paper, Stack, Textarea, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Prose } from '../../ui/prose.tsx'
import { State } from '../../ui/state.tsx'

/** What a task asks people, to be answered in place. */
export function Questions({ taskId }: { readonly taskId: string }) {
  const questions = useRead(['questions', taskId], (client) => pendingInterruptions(client, taskId))
  return (
    <Loaded of={questions} rows={1}>
      {(all) => (
        <Stack>
          {all.map((question) => (
            <Question key={question.Id} question={question} />
          ))}
        </Stack>
      )}
    </Loaded>
  )
}

/** What ends a task badly is never the button that stands out. */
const ENDINGS = new Set(['Abort', 'Fail'])

/** One question, with the buttons of its form; `about` says whose it is. */
export function Question({ question, about }: { readonly question: Interruption; readonly about?: ReactNode }) {
  const [notes, setNotes] = useState('')
  const answering = useChange(async (client, result: string) => {
    if (!question.HasResponsibility) await takeResponsibility(client, question.Id)
    return submitInterruption(client, question, { result, notes })
  })
  const controls = question.Form.Elements.map(({ Control }) => Control)
  const buttons = controls.flatMap(({ Buttons }) => Buttons ?? [])
  const main = buttons.find(({ Value }) => !ENDINGS.has(Value))
  const mayAnswer = question.HasResponsibility || question.CanTakeResponsibility
  return (
    <Paper withBorder p="md" className="question" component="section" aria-label={question.Title}>
      <Stack gap="sm">
        <div>
          <Group gap="sm">
            <Title order={2}>{question.Title}</Title>
            <State tone="ask" word="Waits for an answer" />
          </Group>
          {about}
        </div>
        {controls.map((control) => control.Text && <Prose key={control.Text} text={control.Text} />)}
        {answering.error && <Problem error={answering.error} />}
        {mayAnswer ? (
          <>
            <Textarea
              label="Notes"
              autosize
              minRows={2}
              maw={760}
              value={notes}
              onChange={({ currentTarget }) => setNotes(currentTarget.value)}
            />
            <Group gap="xs">
              {buttons
                .toSorted((a, b) => Number(ENDINGS.has(a.Value)) - Number(ENDINGS.has(b.Value)))
                .map(({ Text, Value }) => (
                  <Button
                    key={Value}
                    variant={Value === main?.Value ? 'filled' : 'default'}
                    {...(ENDINGS.has(Value) ? { c: 'var(--bad)' } : {})}
                    loading={answering.isPending && answering.variables === Value}
                    onClick={() => answering.mutate(Value)}
                  >
                    {Text}
                  </Button>
                ))}
            </Group>
          </>
        ) : (
          <p className="faint">
            {question.ResponsibleUserId
              ? 'Somebody has taken responsibility for it.'
              : 'It is for a team that you are not in.'}
          </p>
        )}
      </Stack>
    </Paper>
  )
}
