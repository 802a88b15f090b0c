/** What Postgres's programs get to see: no PG… variables of somebody's, and no locale, so that their words stay English. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const { env } = process // eslint-disable-line no-restricted-properties -- handed on to a child, no setting of ours is read
  const ours = { PATH: env.PATH, LC_ALL: 'C', TZ: 'UTC' }
  if (process.platform !== 'win32') return ours
  // Windows opens no socket without SystemRoot, and more of its own.
  const system = Object.entries(env).filter(([name]) => !/^(PG|LC_|LANG)/i.test(name))
  return { ...Object.fromEntries(system), ...ours }
}
