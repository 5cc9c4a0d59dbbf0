import { type Interruption, pendingInterruptions, submitInterruption, takeResponsibility } from '@flotilla/api'
import { Button, Group, Paper, Stack, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
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

/** One question, with the buttons of its form. */
export function Question({ question }: { readonly question: Interruption }) {
  const [notes, setNotes] = useState('')
  const answering = useChange(async (client, result: string) => {
    if (!question.HasResponsibility) await takeResponsibility(client, question.Id)
    return submitInterruption(client, question, { result, notes })
  })
  const controls = question.Form.Elements.map(({ Control }) => Control)
  const mayAnswer = question.HasResponsibility || question.CanTakeResponsibility
  return (
    <Paper withBorder p="md" className="question" component="section" aria-label={question.Title}>
      <Stack gap="sm">
        <Group gap="sm">
          <State tone="ask" word="Waits for an answer" />
          <Title order={2}>{question.Title}</Title>
        </Group>
        {controls.map((control) => control.Text && <Prose key={control.Text} text={control.Text} />)}
        {answering.error && <Problem error={answering.error} />}
        {mayAnswer ? (
          <>
            <Textarea
              label="Notes"
              autosize
              minRows={2}
              value={notes}
              onChange={({ currentTarget }) => setNotes(currentTarget.value)}
            />
            <Group>
              {controls
                .flatMap(({ Buttons }) => Buttons ?? [])
                .map(({ Text, Value }, index) => (
                  <Button
                    key={Value}
                    variant={index === 0 ? 'filled' : 'default'}
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
