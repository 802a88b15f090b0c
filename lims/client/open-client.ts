import { binaryTypes, type Endpoint } from '@ils/contract/endpoint'
import type { AnyInput, ClientOf } from './call.ts'
import type { ClientOptions } from './client-options.ts'
import { openConnection, type Connection } from './connection.ts'
import { exchange } from './exchange.ts'
import { exchangeLines } from './exchange-lines.ts'

/** Builds a method for every endpoint of a table, from the same table that their types are read from. */
export function openClient<Api extends Readonly<Record<string, Endpoint>>>(
  api: Api,
  options: ClientOptions,
  connection: Connection = openConnection(options),
): ClientOf<Api> {
  const methods = Object.entries(api)
    .filter(([, endpoint]) => isForPrograms(endpoint))
    .map(([name, endpoint]) => [
      name,
      endpoint.lines
        ? (input: AnyInput = {}) => exchangeLines(connection, name, endpoint, input)
        : (input: AnyInput = {}) => exchange(connection, name, endpoint, input),
    ])
  // The filter above says at run time what the type says of the same table.
  return Object.fromEntries(methods) as ClientOf<Api>
}

function isForPrograms({ answer, lines, coming }: Endpoint): boolean {
  if (coming !== undefined) return false
  const binary = binaryTypes.some((type) => type === answer.type)
  return answer.body !== undefined || lines !== undefined || binary
}
