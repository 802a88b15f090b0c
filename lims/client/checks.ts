import type { Endpoint } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'

/** Which part of which call. `line` is one of a stream that is sent, `answerLine` one of a stream that comes back. */
export interface CheckedPart {
  /** Name of the method: `createJob`. */
  readonly name: string
  readonly endpoint: Endpoint
  readonly part: 'params' | 'query' | 'body' | 'line' | 'answer' | 'answerLine'
}

/** What is wrong with a value that stands `at` some place; nothing where it fits. */
export type Check = (value: unknown, at: string) => readonly Cause[]

/** Finds the check of a part; undefined where nothing is checked. */
export type Checks = (part: CheckedPart) => Check | undefined

/** A validator as `ajv/standalone` writes it: answers whether it fits, and leaves what is wrong in `errors`. */
export interface CompiledValidator {
  (value: unknown): boolean
  errors?: readonly { readonly instancePath: string; readonly keyword: string; readonly message?: string }[] | null
}

/** Validators that were compiled before, by `method.part`: for pages whose policy lets nobody make code. */
export function compiledChecks(validators: Readonly<Record<string, CompiledValidator>>): Checks {
  return ({ name, part }) => {
    const validator = validators[`${name}.${part}`]
    if (!validator) return undefined
    return (value, at) =>
      validator(value)
        ? []
        : (validator.errors ?? []).map(({ instancePath, keyword, message }) => {
            const field = `${at}${instancePath.replaceAll('/', '.')}`
            return { code: keyword, field, message: `${field} ${message ?? 'does not fit'}` }
          })
  }
}
