import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { genSaltSync, hashSync } from 'bcryptjs'
import { aroundAll, describe, expect } from 'vitest'
import { madeUpCi, type PortOnePersona } from '../../lib/stand-ins/portone/cast.ts'
import { left } from '../support/closing-steps.ts'
import { bringTo } from '../support/imports-of-project.ts'
import { atGithub } from '../support/people-at-github.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Stories of values that were only said, of accounts that were closed, and of files that were imported. Each goes
 * through public doors alone. Mallory attacks, Vera is the victim, and Minji is an honest member.
 */

const passport: PortOnePersona = {
  key: 'mallory',
  name: '박말로',
  birthDate: '1990-04-12',
  gender: 'FEMALE',
  ci: madeUpCi('cimallory'),
  note: { ko: '시험', en: 'for a test' },
}
const honest: PortOnePersona = { ...passport, key: 'honest', name: '김정직', ci: madeUpCi('cihonest') }
const first = atKakao('first', { name: '박말로', email: mail('vera@example.com', false) }, ['phone'])
const two = atKakao('two', { name: '김하나' }, ['phone'])

let folder: string
aroundAll(async (runTests) => {
  folder = await mkdtemp(join(tmpdir(), 'ieum-leads-'))
  await runTests()
  await rm(folder, { recursive: true })
})
const it = testWithStack({
  checked: [passport, honest],
  personas: [first, two, atKakao('hint', { name: '김하나' })],
  casts: {
    naver: [
      atNaver('elsewhere', { name: '박다른' }),
      atNaver('says', { email: 'said@example.com' }),
      atNaver('closes', { email: 'closed@example.com' }),
    ],
    github: [atGithub('once')],
  },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const passwordHash = hashSync('from the old system', genSaltSync(4))
const bring = (stack: TestStack, ...members: readonly object[]) => bringTo(stack, folder, members)
const phone = (stack: TestStack, provider: 'kakao' | 'naver' | 'github' = 'kakao'): Visitor =>
  visitor(stack, { client: 'app', provider })

describe('an account that was made under an address of somebody else', () => {
  it('keeps a check of its maker, and nothing of it ever leads to the owner of the address', async ({
    stack,
  }) => {
    const mallory = phone(stack)
    await mallory.signUp('first')
    const { id } = (await mallory.me()).body
    expect((await mallory.checkIdentity('mallory')).body).toMatchObject({ outcome: 'identity_verified' })
    await mallory.change({ password: 'left behind by Mallory' })
    await mallory.unlink()

    const vera = phone(stack)
    expect(await vera.emailSignUp('vera@example.com')).toMatchObject({ status: 201, body: { created: true } })
    const veras = (await vera.me()).body
    expect(veras).toMatchObject({ email: 'vera@example.com', emailVerified: true })
    expect(veras['id']).not.toBe(id)
    expect(veras).not.toHaveProperty('identityVerifiedAt')

    const again = phone(stack, 'naver')
    await again.signUp('elsewhere')
    expect((await again.checkIdentity('mallory')).body).toMatchObject({
      outcome: 'merge_confirmation_required',
      needs: 'proof',
    })
    expect(await again.merge({ otherAccessToken: mallory.accessToken })).toMatchObject({ status: 200 })
    expect((await vera.me()).body).toEqual(veras)
    expect((await phone(stack).passwordLogin('vera@example.com', 'left behind by Mallory')).status).toBe(401)
    stack.advanceClock(60)
    expect((await phone(stack).signInByCode('vera@example.com')).body).toMatchObject({
      member: { id: veras['id'] },
    })
  })

  it('by a provider that only said it, does not keep an imported member out', async ({ stack }) => {
    await phone(stack, 'naver').signUp('says')
    await bring(stack, { externalId: 'said', email: 'said@example.com', emailVerified: true, passwordHash })
    const imported = { status: 200, body: { member: { externalId: 'said' } } }
    expect(await phone(stack).passwordLogin('said@example.com', 'from the old system')).toMatchObject(
      imported,
    )
    expect(await phone(stack).signInByCode('said@example.com')).toMatchObject(imported)
  })

  it('is not in the way of the owner once it is closed', async ({ stack }) => {
    const mallory = phone(stack, 'naver')
    await mallory.signUp('closes')
    await left(mallory)
    expect(await phone(stack).emailSignUp('closed@example.com')).toMatchObject({ status: 201 })
  })
})

describe('an imported member', () => {
  it('keeps the only name of the password from who verified the address once, who takes another', async ({
    stack,
  }) => {
    await bring(stack, { externalId: 'once', email: 'once@example.com', passwordHash })
    const newcomer = phone(stack, 'github')
    expect((await newcomer.direct('once')).body).toMatchObject({ outcome: 'link_proof_required' })
    expect((await newcomer.continueAsNew()).body).toMatchObject({ missing: ['email'] })
    expect(await newcomer.registerProving('another.once@example.com')).toMatchObject({ status: 201 })
    expect(await phone(stack).passwordLogin('once@example.com', 'from the old system')).toMatchObject({
      status: 200,
      body: { member: { externalId: 'once' } },
    })
  })

  it('whom a check has named keeps the only name of the password, and its owner takes another', async ({
    stack,
  }) => {
    await bring(stack, { externalId: 'checked', email: 'checked@example.com', passwordHash })
    const member = phone(stack)
    await member.passwordLogin('checked@example.com', 'from the old system')
    expect(await member.checkIdentity('honest')).toMatchObject({ status: 200 })

    expect(await phone(stack).signInByCode('checked@example.com')).toMatchObject({ status: 404 })
    expect(await phone(stack).emailSignUp('checked@example.com')).toMatchObject({
      status: 409,
      body: { code: 'email_taken' },
    })
    expect(await phone(stack).emailSignUp('another.checked@example.com')).toMatchObject({ status: 201 })
    expect(await phone(stack).passwordLogin('checked@example.com', 'from the old system')).toMatchObject({
      status: 200,
      body: { member: { externalId: 'checked' } },
    })
  })

  it('with a shared and unverified address keeps the provider, since the address opens nothing for good', async ({
    stack,
  }) => {
    const share = { email: 'share@example.com', passwordHash }
    await bring(
      stack,
      { externalId: 'one', ...share, identities: [`kakao:${two.id}`] },
      { externalId: 'other', ...share },
    )
    const minji = phone(stack)
    expect((await minji.direct('two')).body).toMatchObject({ outcome: 'signed_in' })
    expect(await minji.unlink()).toMatchObject({ status: 409, body: { code: 'last_login_method' } })
    expect((await phone(stack).direct('two')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('without a password is hinted to sign in by the way that opens the account', async ({ stack }) => {
    await bring(stack, { externalId: 'hint', email: 'hint@example.com', name: '김하나' })
    const minji = phone(stack)
    expect((await minji.direct('hint')).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ methods: ['email_code'] }],
    })
    expect((await minji.signInByCode('hint@example.com')).status).toBe(200)
    // The recovery has changed the account, so the visit is decided again.
    expect((await minji.link()).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect((await minji.link()).body).toMatchObject({ outcome: 'signed_in', member: { externalId: 'hint' } })
  })
})
