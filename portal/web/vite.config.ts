import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The screens, built into portal/dist/screens, from where the portal's server serves them. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Our packages are read as they are written: no build has to come before this one.
  resolve: { conditions: ['development', 'browser', 'module', 'import', 'default'] },
  build: {
    outDir: '../dist/screens',
    emptyOutDir: true,
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // A data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', proxy: { '/api': { target: 'http://127.0.0.1:4610', changeOrigin: true } } },
})
