import type { Reporter, TestModule } from 'vitest/node'

/** Says as the last line of a run what it came to: `N passed, N failed`. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state === 'pending' ? 'skipped' : state] += 1
      }
      // A file that broke before its tests ran has failed, however many it would have had.
      if (module.state() === 'failed' && module.children.allTests('failed').next().done) count.failed += 1
    }
    count.failed += errors.length
    // After the coverage table, which is printed when the run has ended.
    process.once('exit', (code) => {
      // A run that did not get to its first test (no database, no test file) tells by its exit code alone.
      if (code !== 0 && count.passed + count.failed === 0) count.failed = 1
      const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
      process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`)
    })
  }
}
