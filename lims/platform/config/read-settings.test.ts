import { describe, expect, it } from 'vitest'
import { commonSettings } from './common-settings.ts'
import { nearest } from './nearest.ts'
import { BadSettings, envExample, readSettings, type Settings } from './read-settings.ts'

const faultsOf = (env: Record<string, string>, settings: Settings = commonSettings) => {
  try {
    readSettings(settings, env)
    return []
  } catch (error) {
    if (error instanceof BadSettings) return error.faults
    throw error
  }
}

describe('settings', () => {
  it('have a default for everything on one machine', () => {
    const settings = readSettings(commonSettings, {})
    expect(settings).toMatchObject({
      host: '127.0.0.1',
      databaseUrl: null,
      redisUrl: null,
      logLevel: 'info',
      bodyLimitKib: 1024,
    })
  })

  it('stop the start with every fault at once', () => {
    const faults = faultsOf({
      ILS_LOG_LEVEL: 'loud',
      ILS_BODY_LIMIT_KIB: '-1',
      REDIS_URL: 'http://redis',
      NODE_ENV: 'prod',
    })
    expect(faults.map((fault) => fault.name)).toEqual(['NODE_ENV', 'ILS_LOG_LEVEL', 'REDIS_URL', 'ILS_BODY_LIMIT_KIB'])
  })

  it('say what would be right, in a table', () => {
    expect(() => readSettings(commonSettings, { ILS_LOG_LEVEL: 'loud' })).toThrow(
      /setting\s+is\s+must be\n\s+ILS_LOG_LEVEL\s+loud\s+one of silent, error, warn, info, debug/,
    )
  })

  it('notice a name that is nearly right', () => {
    expect(faultsOf({ ILS_LOG_LEVLE: 'info' })).toEqual([
      { name: 'ILS_LOG_LEVLE', value: '(unknown)', want: 'did you mean ILS_LOG_LEVEL?' },
    ])
    expect(faultsOf({ ILS_SOMETHING_ELSE_ENTIRELY: '1' })[0]?.want).toBe('no setting has this name')
  })

  it('never show a secret, also when it is wrong', () => {
    const [fault] = faultsOf({ ADMIN_SETUP_KEY: 'hunter2' })
    expect(fault).toEqual({ name: 'ADMIN_SETUP_KEY', value: '(secret)', want: 'at least 16 characters' })
  })

  it.each([
    ['[]', true],
    ['nonsense', false],
    ['{}', false],
    ['[{"issuer":"https://sso.example","audience":"ils","rolesClaim":"roles","roles":{"x":"admin"}}]', true],
    ['[{"issuer":"sso","audience":"ils","rolesClaim":"roles","roles":{}}]', false],
    ['[{"issuer":"https://sso.example","audience":"","rolesClaim":"roles","roles":{}}]', false],
    ['[{"issuer":"https://sso.example","audience":"a","rolesClaim":"r","roles":{"x":1}}]', false],
    ['[{"issuer":"https://sso.example","audience":"a","rolesClaim":"r","roles":{},"practiceClaim":3}]', false],
  ])('read token issuers %s: %s', (value, fine) => {
    expect(faultsOf({ ILS_TOKEN_ISSUERS: value }).length === 0).toBe(fine)
  })

  it.each([
    ['yes', true],
    ['OFF', false],
  ])('read %s as %s', (word, value) => {
    expect(readSettings(commonSettings, { ILS_ALLOW_HTTP_ISSUERS: word }).allowHttpIssuers).toBe(value)
  })

  it('read lists, and refuse an item that does not fit', () => {
    expect(
      readSettings(commonSettings, { ILS_CORS_ORIGINS: 'https://a.example, https://b.example' }).corsOrigins,
    ).toEqual(['https://a.example', 'https://b.example'])
    expect(faultsOf({ ILS_CORS_ORIGINS: 'https://a.example/path' })).toHaveLength(1)
  })

  it('find nothing near to a far word', () => {
    expect(nearest('ILS_XYZ', ['DATABASE_URL'])).toBeUndefined()
  })

  it('are written down with their meaning', () => {
    const text = envExample(commonSettings)
    for (const setting of Object.values(commonSettings)) {
      expect(text).toContain(`${setting.name}=`)
      expect(text).toContain(setting.means)
    }
  })
})
