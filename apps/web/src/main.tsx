import '@mantine/core/styles.css'
import './ui/base.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createQueries } from './api/queries.ts'
import { App } from './app.tsx'
import { allowStyles, handOutNonce, styleNonce } from './ui/safety.ts'
import { theme } from './ui/theme.ts'

allowStyles()
handOutNonce()
createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
    <QueryClientProvider client={createQueries()}>
      <App />
    </QueryClientProvider>
  </MantineProvider>,
)
