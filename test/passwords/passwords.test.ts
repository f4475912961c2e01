import { argon2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createPasswords } from '../../lib/passwords/passwords.ts'

const passwords = createPasswords()

/** A hash as another system would have made it. */
function madeElsewhere(password: string, { m = 8192, t = 3, p = 1 } = {}): string {
  const nonce = Buffer.from('a-salt-of-theirs')
  const message = password
  const tag = argon2Sync('argon2id', { message, nonce, memory: m, passes: t, parallelism: p, tagLength: 32 })
  const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$m=${m},t=${t},p=${p}$${bare(nonce)}$${bare(tag)}`
}

describe('a password', () => {
  it('matches its own hash, and no other', async () => {
    const hash = await passwords.hash('correct horse battery')
    expect(await passwords.verify('correct horse battery', hash)).toBe(true)
    expect(await passwords.verify('correct horse batterY', hash)).toBe(false)
    expect(await passwords.verify('', hash)).toBe(false)
  })

  it('is hashed with argon2id at 19 MiB, two passes, one lane, and an own salt', async () => {
    const [one, other] = [await passwords.hash('the same one'), await passwords.hash('the same one')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(other)
  })

  it('is the same with composed and decomposed letters', async () => {
    const hash = await passwords.hash('비밀번호는비밀 é'.normalize('NFD'))
    expect(await passwords.verify('비밀번호는비밀 é'.normalize('NFC'), hash)).toBe(true)
  })

  it('is checked with the parameters of its hash', async () => {
    expect(await passwords.verify('from elsewhere', madeElsewhere('from elsewhere'))).toBe(true)
    expect(await passwords.verify('from elsewhere', madeElsewhere('from elsewhere', { m: 64, p: 2 }))).toBe(
      true,
    )
  })

  it.each([
    ['more memory than a container has', '$argon2id$v=19$m=999999,t=2,p=1$YS1zYWx0LW9mLXRoZWlycw$'],
    ['more passes than anybody waits for', '$argon2id$v=19$m=64,t=99,p=1$YS1zYWx0LW9mLXRoZWlycw$'],
    ['no pass at all', '$argon2id$v=19$m=64,t=0,p=1$YS1zYWx0LW9mLXRoZWlycw$'],
    ['many lanes', '$argon2id$v=19$m=19456,t=2,p=64$YS1zYWx0LW9mLXRoZWlycw$'],
    ['less memory than its lanes need', '$argon2id$v=19$m=8,t=2,p=2$YS1zYWx0LW9mLXRoZWlycw$'],
    ['no known variant', '$argon2x$v=19$m=64,t=2,p=1$YS1zYWx0LW9mLXRoZWlycw$'],
    ['another version', '$argon2id$v=16$m=64,t=2,p=1$YS1zYWx0LW9mLXRoZWlycw$'],
    ['nothing', ''],
  ])('never matches a stored hash that asks for %s', async (_, stored) => {
    const tag = stored === '' ? '' : Buffer.alloc(32).toString('base64').replaceAll('=', '')
    expect(await passwords.verify('whatever it is', `${stored}${tag}`)).toBe(false)
  })

  it('of nobody matches nothing, after the same work', async () => {
    expect(await passwords.verifyNothing('whatever it is')).toBe(false)
  })
})
