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

/** The greys of the dark pages, of the same hue as our own surfaces. */
const dark: MantineColorsTuple = [
  '#dbe2e6',
  '#c2cbd1',
  '#9aa7af',
  '#6d7a82',
  '#434c52',
  '#384046',
  '#272e32',
  '#1d2225',
  '#191d20',
  '#14181a',
]

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: 7,
  autoContrast: true,
  colors: { sea, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
  // As large as the fields and buttons need their texts to be, and no larger: pages are dense.
  fontSizes: { md: '0.9375rem' },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } },
  },
})
