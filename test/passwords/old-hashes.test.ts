import { createHash } from 'node:crypto'
import { genSaltSync, hashSync } from 'bcryptjs'
import { describe, expect, it } from 'vitest'
import { createPasswords } from '../../lib/passwords/passwords.ts'

/** Hashes that other programs made and published, in their own tests and documentation. */
const made = [
  ['Django, PBKDF2', 'lètmein', 'pbkdf2_sha256$20000$seasalt$oBSd886ysm3AqYun62DOdin8YcfbU1z9cksZSuLP9r0='],
  [
    'Django, scrypt',
    'lètmein',
    'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
  ],
  [
    'Django, argon2i',
    'password',
    'argon2$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8',
  ],
  [
    'the reference of argon2id',
    'password',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
  [
    'passlib, scrypt',
    'password',
    '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
  ],
  ['Openwall, bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['PHP, bcrypt', 'U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['anybody, bcrypt', 'U*U', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['Django, bcrypt', 'U*U', 'bcrypt$$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
] as const

const passwords = createPasswords()

describe.each(made)('a hash of %s', (_, password, hash) => {
  it('matches its password, and no other', async () => {
    expect(await passwords.verify(password, hash)).toBe(true)
    expect(await passwords.verify(`${password} `, hash)).toBe(false)
    expect(await passwords.verify('', hash)).toBe(false)
  })

  it('is replaced by one of ours', async () => {
    const ours = (await passwords.renew(password, hash)) ?? ''
    expect(ours).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.verify(password, ours)).toBe(true)
    expect(await passwords.renew(password, ours)).toBeUndefined()
  })
})

describe('bcrypt', () => {
  const first72 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
  const hash = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui'

  it('reads 72 bytes, so a longer password keeps its hash: nobody knows whether the rest is right', async () => {
    const whole = `${first72}chars after 72 are ignored`
    expect(await passwords.verify(whole, hash)).toBe(true)
    expect(await passwords.renew(whole, hash)).toBeUndefined()
    expect(await passwords.renew(first72, hash)).toBeDefined()
  })

  it('gets the SHA-256 of the password from one of Django’s hashers, which covers the whole password', async () => {
    const digest = createHash('sha256').update(`${first72} and more`).digest('hex')
    const wrapped = `bcrypt_sha256$${hashSync(digest, genSaltSync(4))}`
    expect(await passwords.verify(`${first72} and more`, wrapped)).toBe(true)
    expect(await passwords.verify(`${first72} and less`, wrapped)).toBe(false)
    expect(await passwords.renew(`${first72} and more`, wrapped)).toBeDefined()
  })
})

describe('a stored hash that asks for', () => {
  const tag = 'nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'
  const [bcrypted] = [hashSync('anything', genSaltSync(4)).slice(7)]
  it.each([
    ['more memory than a container has', `$scrypt$ln=20,r=8,p=1$c29tc2FsdA$${tag}`],
    ['wider blocks than anybody uses', `$scrypt$ln=16,r=99,p=1$c29tc2FsdA$${tag}`],
    ['more lanes than anybody waits for', `$scrypt$ln=16,r=8,p=99$c29tc2FsdA$${tag}`],
    ['no cost at all', `$scrypt$ln=0,r=8,p=1$c29tc2FsdA$${tag}`],
    ['a cost that is no power of two', `scrypt$16383$seasalt$8$1$${tag}=`],
    ['more rounds of PBKDF2 than anybody waits for', `pbkdf2_sha256$9999999$seasalt$${tag}=`],
    ['none', `pbkdf2_sha256$0$seasalt$${tag}=`],
    ['more rounds of bcrypt than anybody waits for', `$2b$31$${bcrypted}`],
    ['bcrypt as it was when it was broken', `$2x$05$${bcrypted}`],
    ['much memory many times', `$argon2id$v=19$m=131072,t=10,p=1$c29tc2FsdA$${tag}`],
    ['a plain password', 'anything'],
    ['one of MD5', 'md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3'],
  ])('%s matches nothing, and takes no time of its own', async (_, stored) => {
    const startedAt = performance.now()
    expect(await passwords.verify('anything', stored)).toBe(false)
    expect(await passwords.renew('anything', stored)).toBeUndefined()
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})

describe('with members from an old system', () => {
  const hash = hashSync('right', genSaltSync(10))

  /** Microseconds of processor time of the fastest of three runs, without the effect of other processes. */
  async function quickest(work: () => Promise<unknown>): Promise<number> {
    const times: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const before = process.cpuUsage()
      await work()
      times.push(process.cpuUsage(before).user)
    }
    return Math.min(...times)
  }

  it('every refusal does the work of both kinds: for an imported member, for a new one, for nobody', async () => {
    const here = createPasswords('bcrypt:10')
    const ours = await here.hash('right')
    const times = [
      await quickest(() => here.verify('wrong', hash)),
      await quickest(() => here.verify('wrong', ours)),
      await quickest(() => here.verifyNothing('wrong')),
    ]
    expect(Math.max(...times) / Math.min(...times)).toBeLessThan(1.6)
    expect(await here.verify('right', hash)).toBe(true)
    expect(await here.verify('right', ours)).toBe(true)
  })

  it.each(['bcrypt:31', 'bcrypt', 'rot13:1', 'scrypt:99', 'constructor:1'])(
    'a cost like %s is refused',
    (cost) => {
      expect(() => createPasswords(cost)).toThrow(cost)
    },
  )

  it.each(['bcrypt:12', 'pbkdf2_sha256:600000', 'scrypt:15:8:1', 'scrypt:14', 'argon2id:102400:2:8'])(
    '%s is accepted',
    (cost) => {
      expect(() => createPasswords(cost)).not.toThrow()
    },
  )
})
