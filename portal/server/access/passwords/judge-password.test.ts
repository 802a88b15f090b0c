import { describe, expect, it } from 'vitest'
import { mustBeStrong } from './judge-password.ts'

const about = { name: 'Robin Example', email: 'robin@sunny-side.example' }

describe('a new password', () => {
  it.each([
    ['shorter than twelve characters', 'x7#kQ9!mW2z'],
    ['one of those that are tried first', 'passwordpassword'],
    ['a common word with a year', 'Football2024'],
    ['a common word that is masked', 'P@ssw0rd1234'],
    ['keys beside each other', 'qwertyuiop12'],
    ['the alphabet', 'abcdefghijkl'],
    ['one key again and again', 'aaaaaaaaaaaaaa'],
    ['numbers', '198412311999'],
    ['two letters in turn', 'abababababab'],
    ['the name of its owner', 'RobinExample1'],
    ['the address of its owner', 'robin@sunny-side.example'],
  ])('is refused if it is %s', (_what, password) => {
    expect(() => {
      mustBeStrong(password, about)
    }).toThrow(expect.objectContaining({ code: 'weak_password' }))
  })

  it.each([
    'correct horse battery staple',
    'vbT7-kqPz-0mRx',
    'Grüne Brillen tanzen leise',
    '眼鏡眼鏡屈折率乱視軸処方箋検眼',
  ])('may be %s', (password) => {
    expect(() => {
      mustBeStrong(password, about)
    }).not.toThrow()
  })
})
