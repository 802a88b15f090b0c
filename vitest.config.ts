import { defineConfig } from 'vitest/config'

const conditions = ['development', 'node', 'import', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['**/*.test.ts'], exclude: ['**/node_modules/**', '**/dist/**'], testTimeout: 20_000 },
})
