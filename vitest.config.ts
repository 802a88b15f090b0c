import { defineConfig } from 'vitest/config'

const conditions = ['development', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./lims/testing/global-setup.ts'],
    // What hangs is ended; a slow machine that is busy is none that hangs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 3,
    // Reading the modules anew for each file was a quarter of the run. So tests close what they open and change no module.
    isolate: false,
    restoreMocks: true,
    // What is said in colours would be compared with them.
    env: { NO_COLOR: '1' },
    reporters: ['default', './lims/testing/closing-line-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['lims/**/*.ts', 'portal/server/**/*.ts', 'rules/**/*.ts', 'seeds/**/*.ts', 'cli/**/*.ts'],
      exclude: ['**/*.test.ts', '**/dist/**', 'lims/testing/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 80, functions: 80, statements: 80 },
    },
  },
})
