import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { givenCredential } from '../../lib/commands/given-credential.ts'

const pem = (namedCurve: string): string =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

describe('a credential from the shell', () => {
  it('is the value of the variable of its name', () => {
    const variables = { NAVER_CLIENT_SECRET: 'hush', APPLE_PRIVATE_KEY: pem('prime256v1') }
    expect(givenCredential('NAVER_CLIENT_SECRET', variables)).toEqual(['NAVER_CLIENT_SECRET', 'hush'])
    expect(givenCredential('APPLE_PRIVATE_KEY', variables)).toEqual([
      'APPLE_PRIVATE_KEY',
      variables.APPLE_PRIVATE_KEY,
    ])
  })

  it('is refused under another name, and when the variable is missing or empty', () => {
    expect(() => givenCredential('APPLE_KEY', { APPLE_KEY: 'x' })).toThrow(
      /^--credential must name a shell variable, one of .*APPLE_PRIVATE_KEY/,
    )
    for (const variables of [{}, { LINE_CLIENT_SECRET: '' }]) {
      expect(() => givenCredential('LINE_CLIENT_SECRET', variables)).toThrow('is missing or empty')
    }
  })

  it.each([
    ['the path of the file', 'AuthKey_KEY0123456.p8'],
    ['a key of another curve', pem('secp384r1')],
  ])('is refused as a key of Apple when it is %s, which no function could start with', (_, value) => {
    for (const name of ['APPLE_PRIVATE_KEY', 'APPLE_OTHER_PRIVATE_KEY']) {
      expect(() => givenCredential(name, { [name]: value })).toThrow(
        'must be the content of a .p8 file: a P-256 key as PKCS #8 in PEM',
      )
    }
  })
})
