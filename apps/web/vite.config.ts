import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** In development the pages come from here and everything else from a server that was started beside it. */
const SERVER = process.env.FLOTILLA_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  // Addresses are relative, so that the pages work below any path of a proxy.
  base: './',
  plugins: [react()],
  server: { proxy: { '/api': { target: SERVER } } },
  build: {
    target: 'es2022',
    // Pages allow no inline scripts, and files in the page would be such.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
})
