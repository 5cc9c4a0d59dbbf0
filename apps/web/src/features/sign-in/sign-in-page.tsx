import { Button, Center, Checkbox, Image, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { server } from '../../api/session.ts'
import mark from '../../ui/flotilla.svg'
import { Problem } from '../../ui/problem.tsx'

/** Signing in by user name and password. */
export function SignInPage() {
  useDocumentTitle('Sign in · Flotilla')
  const queries = useQueryClient()
  const [given, setGiven] = useState({ Username: '', Password: '', RememberMe: false })
  const signIn = useMutation({
    mutationFn: () => server.post('/api/users/login', given),
    onSuccess: () => queries.invalidateQueries(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" w={400}>
        <Stack component="form" onSubmit={submit}>
          <Stack gap={6} align="center">
            <Image src={mark} w={56} h={56} alt="" />
            <Title order={1}>Flotilla</Title>
            <Text className="faint" ta="center">
              Releases of a whole suite, moved together
            </Text>
          </Stack>
          {signIn.error && <Problem error={signIn.error} />}
          <TextInput
            label="User name"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={given.Username}
            onChange={({ currentTarget }) => setGiven({ ...given, Username: currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={given.Password}
            onChange={({ currentTarget }) => setGiven({ ...given, Password: currentTarget.value })}
          />
          <Checkbox
            label="Keep me signed in on this device"
            checked={given.RememberMe}
            onChange={({ currentTarget }) => setGiven({ ...given, RememberMe: currentTarget.checked })}
          />
          <Button type="submit" loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </Paper>
    </Center>
  )
}
