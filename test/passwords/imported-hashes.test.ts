import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { storedFormOf } from '../../lib/passwords/imported/imported-password.ts'
import { readImportedPassword, shapeOfHash } from '../../lib/passwords/imported/read-imported-password.ts'
import { createPasswords } from '../../lib/passwords/passwords.ts'
import { readStoredHash } from '../../lib/passwords/stored-hash.ts'
import { current } from '../support/quick-recipe.ts'
import hashes from './frameworks/hashes.json' with { type: 'json' }
import hashesOfNode from './frameworks/hashes-of-node.json' with { type: 'json' }

const password = '비밀 lètmein 1'

/** Made by the libraries themselves: see the scripts beside the files. */
const made = Object.entries({ ...hashes, ...hashesOfNode }).map(
  ([name, hash]) => [name, password, hash] as const,
)

/** Published by the frameworks, in their documentation and their own tests. */
const published = [
  ['Spring, bcrypt', 'password', '{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG'],
  ['Spring, noop', 'password', '{noop}password'],
  [
    'Spring, PBKDF2',
    'password',
    '{pbkdf2}5d923b44a6d129f3ddf3e3c8d29412723dcbde72445e8ef6bf3b508fbf17fa4ed4d6b99ca763d8dc',
  ],
  [
    'Spring, scrypt',
    'password',
    '{scrypt}$e0801$8bWJaSu2IKSn9Z9kM+TPXfOc/9bdYSrN1oD9qfVThWEwdRTnO7re7Ei+fUZRJ68k9lTyuTeUp4of4g24hHnazw==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=',
  ],
  [
    'Spring, SHA-256',
    'password',
    '{sha256}97cde38028ad898ebc02e690819fa220e88c62e0699403e94fff291cfffaf8410849f27605abcbc0',
  ],
  [
    'ASP.NET Identity v3, SHA-256',
    'my password',
    'AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==',
  ],
  [
    'ASP.NET Identity v3, SHA-512',
    'my password',
    'AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHw',
  ],
  [
    'ASP.NET Identity v2',
    'my password',
    'AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggHIVY0sdEUfdyeM+E1LtH1uJg==',
  ],
  ['WordPress, phpass', 'test12345', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['MySQL before 4.1', 'mypass', '6f8c114b58f2ce9e'],
  ['MySQL', 'mypass', '*6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4'],
] as const

const passwords = createPasswords()

/** The beginning of every hash that is made here. `old-hashes.test.ts` expects the product's own recipe. */
const ours = `$argon2id$v=19$m=${current.memory},t=${current.passes},p=${current.parallelism}$`

async function stored(hash: string, more: { readonly scheme?: string; readonly salt?: string } = {}) {
  const read = readImportedPassword({ hash, ...more })
  if (read === undefined) throw new Error(`unknown: ${hash}`)
  return { read, hash: await storedFormOf(read) }
}

/** Signs in by the old password, hashes it anew as a sign-in does, and signs in again. */
async function expectToSignIn(old: string, hash: string): Promise<void> {
  expect(await passwords.verify(`${old}x`, hash)).toBe(false)
  expect(await passwords.verify(old, hash)).toBe(true)
  const renewed = await passwords.renew(old, hash)
  if (renewed === undefined) expect(hash.startsWith(ours)).toBe(true)
  const today = renewed ?? hash
  expect(today.startsWith(ours)).toBe(true)
  expect(await passwords.verify(old, today)).toBe(true)
  expect(await passwords.verify(`${old}x`, today)).toBe(false)
  expect(await passwords.renew(old, today)).toBeUndefined()
}

describe.each([...made, ...published])('a hash of %s', (_, old, hash) => {
  it('signs in, is hashed anew, and signs in again', async () => {
    await expectToSignIn(old, (await stored(hash)).hash)
  })

  it('lies in the table only if nobody can guess it cheaply', async () => {
    const { read, hash: inTable } = await stored(hash)
    if (read.kind === 'strong') return
    expect(inTable).toMatch(/^(?:wrapped:[\w.-]+)?\$argon2id\$v=19\$/)
    const digest = hash.replace(/^.*[:$}*]/, '')
    expect(inTable).not.toContain(digest)
    if (read.kind === 'weak') expect(Buffer.from(inTable).toString()).not.toContain(read.digest)
  })
})

describe('a weak hash', () => {
  it.each([
    'Gnuboard 5',
    'MD5',
    'SHA-512',
    'MySQL, PASSWORD()',
    'WordPress before 6.8, phpass',
    'Django, MD5',
  ] as const)('of %s is wrapped', async (name) => {
    expect((await stored(hashes[name])).read.kind).toBe('weak')
  })
})

const hex = (digest: string, text: string): string => createHash(digest).update(text).digest('hex')

describe('a digest with a scheme', () => {
  const [salt, old] = ['소금salt', password]
  it.each([
    ['md5', undefined, hex('md5', old)],
    ['sha512', undefined, hex('sha512', old).toUpperCase()],
    ['sha256', undefined, `0x${hex('sha256', old)}`],
    ['sha1', undefined, createHash('sha1').update(old).digest('base64')],
    ['sha256(salt+password)', salt, hex('sha256', salt + old)],
    ['sha256(password + salt)', salt, hex('sha256', old + salt)],
    ['sha1("--"+salt+"--"+password+"--")', salt, hex('sha1', `--${salt}--${old}--`)],
    ['md5(md5(password)+salt)', salt, hex('md5', hex('md5', old) + salt)],
    ['md5(salt+upper(md5(password)))', salt, hex('md5', salt + hex('md5', old).toUpperCase())],
    [
      'sha1(unhex(sha1(password)))',
      undefined,
      createHash('sha1').update(createHash('sha1').update(old).digest()).digest('hex'),
    ],
    [
      'sha256(unhex(salt)+utf16le(password))',
      '00ff',
      createHash('sha256')
        .update(Buffer.from([0, 255]))
        .update(Buffer.from(old, 'utf16le'))
        .digest('hex'),
    ],
  ])('%s signs in', async (scheme, ownSalt, hash) => {
    const imported = await stored(hash, { scheme, ...(ownSalt !== undefined && { salt: ownSalt }) })
    expect(imported.read.kind).toBe('weak')
    await expectToSignIn(old, imported.hash)
  })

  it.each([
    ['sha256', salt, hex('sha256', old)],
    ['sha256(salt+password)', undefined, hex('sha256', old)],
    ['sha256(salt)', salt, hex('sha256', old)],
    ['sha256(password', undefined, hex('sha256', old)],
    ['sha256(password))', undefined, hex('sha256', old)],
    ['sha256(password)+salt', salt, hex('sha256', old)],
    ['upper(md5(password))', undefined, hex('md5', old)],
    ['rot13(password)', undefined, hex('md5', old)],
    ['md5x999999(password)', undefined, hex('md5', old)],
    ['sha256(constructor)', undefined, hex('sha256', old)],
    ['sha256', undefined, hex('md5', old)],
    ['', undefined, hex('md5', old)],
    [undefined, salt, hex('md5', old)],
  ])('%s, salt %s, is not understood', (scheme, ownSalt, hash) => {
    const written = {
      hash,
      ...(scheme !== undefined && { scheme }),
      ...(ownSalt !== undefined && { salt: ownSalt }),
    }
    expect(readImportedPassword(written)).toBeUndefined()
  })
})

describe('a PHC string', () => {
  const tag = 'nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'
  it('has its parameters in any order, each once', () => {
    for (const order of ['m=256,t=2,p=1', 'p=1,m=256,t=2', 't=2,p=1,m=256']) {
      expect(readStoredHash(`$argon2id$v=19$${order}$c29tZXNhbHQ$${tag}`)?.costs).toEqual([
        'argon2id:256:2:1',
      ])
    }
    for (const order of ['m=256,t=2', 'm=256,t=2,p=1,p=1', 'm=256,t=2,p=1,x=1', 'm=256,m=256,t=2']) {
      expect(readStoredHash(`$argon2id$v=19$${order}$c29tZXNhbHQ$${tag}`)).toBeUndefined()
    }
    expect(readStoredHash(`$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$${tag}`)).toBeUndefined()
  })
})

describe('an unknown hash', () => {
  it.each([
    [`$6$saltsaltsaltsalt$${'x'.repeat(86)}`, '$6$‹16›$‹86›'],
    ['{x-argon}abcdefgh:ij', '{x-argon}‹8›:‹2›'],
    ['sha384:abcdef', 'sha384:‹6›'],
    ['hong1234!', '‹8›?'],
    ['hong:1234', '‹4›:‹4›'],
    ['비밀번호', '????'],
  ])('%s has a shape that tells nothing', (hash, shape) => {
    expect(readImportedPassword({ hash })).toBeUndefined()
    expect(shapeOfHash(hash)).toBe(shape)
  })
})

describe('a wrapped hash that was smuggled in', () => {
  const outer =
    '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'
  const wrapped = (of: string, salt = ''): string =>
    `wrapped:${Buffer.from(of).toString('base64url')}.${Buffer.from(salt).toString('base64url')}${outer}`
  it.each([
    ['sha256x9999999(password)', ''],
    ['pbkdf2_sha256:999999:32', '00'],
    ['phpass', '$P$zabcdefgh'],
    ['', ''],
    [`${'md5('.repeat(60)}password${')'.repeat(60)}`, ''],
  ])('%s %s matches nothing', (of, salt) => {
    expect(readStoredHash(wrapped(of, salt))).toBeUndefined()
  })

  it('of a known recipe is read', () => {
    expect(readStoredHash(wrapped('md5(password)'))?.costs).toEqual(['argon2id:19456:2:1'])
    expect(readStoredHash(wrapped('pbkdf2_sha256:12000:24', '00'))?.costs).toEqual([
      'pbkdf2_sha256:12000',
      'argon2id:19456:2:1',
    ])
  })
})
