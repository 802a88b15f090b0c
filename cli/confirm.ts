import { createInterface } from 'node:readline'
import { exits, Plain } from './say.ts'

/** Asks whoever sits there; what is no clear yes is a no. Where nobody sits, only `--yes` is a yes. */
export function confirm(question: string, yes: boolean | undefined): Promise<boolean> {
  if (yes) return Promise.resolve(true)
  if (!process.stdin.isTTY)
    throw new Plain(`${question} Nobody is here to be asked: give --yes if you mean it`, exits.usage)
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    // Ctrl-C and Ctrl-D close it without an answer.
    asking.once('close', () => {
      resolve(false)
    })
    asking.question(`${question} [y/N] `, (answer) => {
      resolve(/^y(es)?$/i.test(answer.trim()))
      asking.close()
    })
  })
}
