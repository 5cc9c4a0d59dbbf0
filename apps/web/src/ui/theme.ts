import { createTheme, type MantineColorsTuple, Modal } from '@mantine/core'

const sea: MantineColorsTuple = [
  '#e6f6f6',
  '#cfe9ea',
  '#a0d3d6',
  '#6dbcc0',
  '#45a8ad',
  '#2b9ba1',
  '#0f7f86',
  '#0b6e75',
  '#075f65',
  '#034b51',
]

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: 7,
  autoContrast: true,
  colors: { sea },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } },
  },
})
