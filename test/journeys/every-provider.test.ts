import { describe, expect } from 'vitest'
import { type ProviderId, providerIds } from '../../lib/domain/values/identity.ts'
import { castsOf, subjectAt, tokenPaths, verifiesAddresses } from '../support/accounts.ts'
import type { TestResponse } from '../support/caller.ts'
import { left } from '../support/closing-steps.ts'
import { identityAt } from '../support/people.ts'
import { type OldMember, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * The table of cases for each provider. A provider's missing data rules out some rows. Those rows are named here,
 * with the fact of the provider as the reason.
 */

const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 23, 24, 25] as const
type Row = (typeof rows)[number]

const noBirth = 'it tells no birth date and no age'
const noTerms = 'it has no terms of a sibling service'
const oneAddress = 'an address leads to one member, and it tells nothing else'

/** Rows 21 and 22 belong to an identity check, not to a provider. */
const leftOut: Readonly<Record<ProviderId, Readonly<Partial<Record<Row, string>>>>> = {
  kakao: {},
  naver: { 4: 'it does not tell what was refused from what an account lacks', 11: noTerms },
  google: { 4: 'it asks for everything as a whole', 9: oneAddress, 11: noTerms, 13: noBirth },
  oidc: { 4: 'it asks for everything as a whole', 11: noTerms },
  apple: {
    4: 'it asks for everything as a whole',
    5: 'it verified an address once: never a full match',
    6: 'it verified an address once: never a full match',
    8: 'nobody has signed the name that it tells',
    9: oneAddress,
    11: noTerms,
    13: noBirth,
  },
  line: {
    4: 'it asks for everything as a whole',
    5: 'it verifies nothing that could match in full',
    6: 'it verifies nothing that could match in full',
    9: oneAddress,
    11: noTerms,
    13: noBirth,
    24: 'it verifies nothing that could match a member who left',
  },
  github: {
    5: 'it verified an address once: never a full match',
    6: 'it verified an address once: never a full match',
    9: oneAddress,
    11: noTerms,
    13: noBirth,
  },
}

const day = 86_400
const child = { year: `${new Date().getFullYear() - 11}`, month: '05', day: '05' }
/** One person for each row, with an own name, contacts and CI. */
const personOf = (row: Row) => ({
  key: `row-${row}`,
  name: `행${row}번`,
  email: `row-${row}@example.com`,
  mobile: `010-0000-${7000 + row}`,
  ci: `${`${row}`.padStart(86, 'A')}==`,
  ...(row === 13 && { birth: child }),
})

/** An `it` with a service for the cases of one provider. */
const withCasesOf = (provider: ProviderId) =>
  testWithStack(() => {
    const casts = castsOf(rows.map(personOf))
    const family = { items: ['name', 'account_email'], terms: ['sibling_service'] } as const
    return {
      casts: {
        ...casts,
        kakao: casts.kakao.map((one) => (one.key === 'row-11' ? { ...one, already: family } : one)),
      },
      environment: {
        IEUM_POLICY: JSON.stringify({
          consider: ['ci', 'email', 'phone', 'name+birth', 'name'],
          // Only Kakao's app can be shared. With a sibling, a Kakao connection is never ended.
          siblingTags: provider === 'kakao' ? ['sibling_service'] : [],
        }),
        IEUM_CLOSING: JSON.stringify({ graceDays: 1, rejoinAfterDays: 30 }),
      },
    }
  })

const withEach = providerIds.map((provider) => ({ provider, it: withCasesOf(provider) }))
describe.each(withEach)('with $provider', ({ provider, it }) => {
  it.afterEach(async ({ stack }) => {
    standIn(stack).heal()
    await expectSoundTable(stack)
  })

  const standIn = (stack: TestStack) => stack.standIns[provider]
  const at = (stack: TestStack): Visitor => visitor(stack, { client: 'app', provider })
  const come = (stack: TestStack, row: Row) => at(stack).redirect(personOf(row).key)
  const identityOf = (row: Row) => identityAt(provider, subjectAt(provider, personOf(row)))
  const isGone = (stack: TestStack, row: Row) =>
    provider === 'kakao' || !standIn(stack).isConnected(personOf(row).key)
  /** A member with a password, signed in by password. */
  async function byPassword(stack: TestStack, email: string, more: OldMember = {}): Promise<Visitor> {
    await settle(stack, { email, password: usualPassword, ...more })
    const member = at(stack)
    await member.passwordLogin(email)
    return member
  }
  const linkedTo = (stack: TestStack, row: Row, more: OldMember = {}) =>
    settle(stack, { email: `member-${row}@example.com`, identities: [identityOf(row)], ...more })
  /** The same person in the provider's data: by the address and the name, or by the CI. */
  const samePerson = (row: Row) => {
    const { email, name, ci } = personOf(row)
    return provider === 'naver' ? { email: `old-${email}`, ci } : { email, name }
  }
  /** Another account of the same person, at another provider. */
  const ownAccount = (row: Row) => identityAt(provider === 'kakao' ? 'github' : 'kakao', `${9000 + row}`)
  /** A visit whose contacts are proven: by the provider, or where it verifies none, by their codes. */
  async function comeProven(visit: Visitor, row: Row, ...contacts: readonly string[]): Promise<TestResponse> {
    const first = await visit.redirect(personOf(row).key)
    if (verifiesAddresses(provider)) return first
    const verify = provider === 'naver' ? ['email', 'phone'] : ['email']
    expect(first.body).toMatchObject({ outcome: 'registration_required', verify })
    return visit.registerProving(...contacts)
  }
  const problem = async (stack: TestStack, status: number, code: string, row: Row) => {
    expect(await come(stack, row)).toMatchObject({ status, body: { code } })
  }

  const scenes: Record<Row, (stack: TestStack) => Promise<void>> = {
    1: async (stack) => {
      const member = await linkedTo(stack, 1)
      expect((await come(stack, 1)).body).toMatchObject({
        outcome: 'signed_in',
        created: false,
        member: { id: member.id },
      })
    },
    2: async (stack) => {
      await linkedTo(stack, 2, { status: 'deactivated' })
      await problem(stack, 401, 'member_deactivated', 2)
    },
    3: async (stack) => {
      await linkedTo(stack, 3, { status: 'suspended' })
      await problem(stack, 403, 'member_suspended', 3)
    },
    4: async (stack) => {
      const refuse = [provider === 'kakao' ? 'account_email' : 'user:email']
      expect(await at(stack).redirect('row-4', { refuse })).toMatchObject({
        status: 400,
        body: { code: 'mandatory_items_not_agreed', items: ['email'] },
      })
      expect(isGone(stack, 4)).toBe(true)
    },
    5: async (stack) => {
      const member = await settle(stack, { ...samePerson(5), password: usualPassword })
      const visit = at(stack)
      expect((await visit.redirect('row-5')).body).toMatchObject({
        outcome: 'link_confirmation_required',
        candidates: [{ methods: ['password', 'email_code'] }],
      })
      expect((await visit.link()).body).toMatchObject({ outcome: 'signed_in', member: { id: member.id } })
      expect((await come(stack, 5)).body).toMatchObject({ outcome: 'signed_in', member: { id: member.id } })
    },
    6: async (stack) => {
      await settle(stack, { ...samePerson(6), status: 'deactivated' })
      await problem(stack, 401, 'member_deactivated', 6)
    },
    7: async (stack) => {
      const { email } = personOf(7)
      const known = { email, emailVerified: false, password: usualPassword }
      const member = await settle(stack, { ...known, identities: [ownAccount(7)] })
      const visit = at(stack)
      const { body } = await comeProven(visit, 7, email)
      expect(body).toMatchObject({
        outcome: 'link_proof_required',
        mayRegister: true,
        candidates: [expect.objectContaining({ email: 'r*****@example.com' })],
      })
      expect((await visit.link()).status).toBe(401)
      await visit.passwordLogin(email)
      expect((await visit.link()).body).toMatchObject({ outcome: 'linked', member: { id: member.id } })
      expect((await come(stack, 7)).body).toMatchObject({ outcome: 'signed_in', member: { id: member.id } })
    },
    8: async (stack) => {
      await settle(stack, { email: 'namesake@example.com', name: personOf(8).name })
      expect((await come(stack, 8)).body).toMatchObject({ outcome: 'link_proof_required', candidates: [] })
    },
    9: async (stack) => {
      const { email } = personOf(9)
      await settle(stack, { email })
      await settle(stack, { email: 'the-other@example.com', phone: '+821000007009' })
      const { body } = await comeProven(at(stack), 9, email, '+821000007009')
      expect(body).toMatchObject({ outcome: 'link_proof_required' })
      expect(body['candidates']).toHaveLength(2)
    },
    10: async (stack) => {
      const { email } = personOf(10)
      const known = { email, emailVerified: verifiesAddresses(provider), status: 'suspended' } as const
      await settle(stack, { ...known, identities: [ownAccount(10)] })
      expect((await comeProven(at(stack), 10, email)).body).toMatchObject({ outcome: 'link_proof_required' })
    },
    11: async (stack) => {
      expect((await come(stack, 11)).body).toMatchObject({
        outcome: 'registration_required',
        familyMember: true,
      })
    },
    12: async (stack) => {
      const visit = at(stack)
      expect((await visit.redirect('row-12')).body).toMatchObject({
        outcome: 'registration_required',
        familyMember: false,
        missing: [],
        profile: { emailVerified: verifiesAddresses(provider) },
      })
      expect(await visit.register()).toMatchObject({ status: 201, body: { created: true } })
      expect((await come(stack, 12)).body).toMatchObject({ outcome: 'signed_in', created: false })
    },
    13: async (stack) => {
      await problem(stack, 403, 'guardian_consent_required', 13)
      expect(isGone(stack, 13)).toBe(true)
    },
    14: async (stack) => {
      const member = await byPassword(stack, 'adds@example.com')
      expect((await member.startLink('row-14')).body).toMatchObject({
        outcome: 'linked',
        member: { identities: [identityOf(14)] },
      })
    },
    15: async (stack) => {
      const member = await byPassword(stack, 'adds-again@example.com', { identities: [identityOf(15)] })
      expect((await member.startLink('row-15')).body).toMatchObject({ outcome: 'already_linked' })
    },
    16: async (stack) => {
      await linkedTo(stack, 16)
      const member = await byPassword(stack, 'has-two@example.com')
      expect((await member.startLink('row-16')).body).toMatchObject({
        outcome: 'merge_confirmation_required',
      })
    },
    17: async (stack) => {
      await linkedTo(stack, 17)
      const member = at(stack)
      await member.redirect('row-17')
      expect((await member.reauth('row-17')).body).toMatchObject({
        outcome: 'reauthenticated',
        user_mapping: 'RECERTIFICATION',
      })
    },
    18: async (stack) => {
      const member = await byPassword(stack, 'proves@example.com')
      expect(await member.reauth('row-18')).toMatchObject({
        status: 403,
        body: { code: 'reauthentication_mismatch' },
      })
      expect(isGone(stack, 18)).toBe(true)
    },
    19: async (stack) => {
      expect(await at(stack).redirect('row-19', { cancel: true })).toMatchObject({
        status: 400,
        body: { code: 'provider_denied' },
      })
    },
    20: async (stack) => {
      standIn(stack).fail(tokenPaths[provider], 'server_error', 1)
      await problem(stack, 502, 'provider_unavailable', 20)
      expect((await come(stack, 20)).body).toMatchObject({ outcome: 'registration_required' })
    },
    23: async (stack) => {
      const member = at(stack)
      await member.signUp('row-23')
      await member.redirect('row-23')
      await left(member)
      await problem(stack, 403, 'member_withdrawn', 23)
    },
    24: async (stack) => {
      const { email, ...more } = samePerson(24)
      await left(await byPassword(stack, email, more))
      stack.advanceClock(day + 1)
      expect(await come(stack, 24)).toMatchObject({
        status: 403,
        body: { code: 'rejoin_not_allowed_yet', rejoinFrom: expect.any(String) },
      })
      expect(isGone(stack, 24)).toBe(true)
    },
    25: async (stack) => {
      const visit = at(stack)
      await visit.startRedirect()
      const back = new URL(visit.consent('row-25'))
      back.searchParams.set('code', 'made-up')
      expect(await visit.redeemAt(await visit.comeBack(back.href))).toMatchObject({
        status: 400,
        body: { code: 'provider_grant_invalid' },
      })
    },
  }

  const decidedAs = (stack: TestStack, row: Row) => stack.log().filter((entry) => entry['row'] === row).length

  it.for(rows.filter((row) => leftOut[provider][row] === undefined))('row %i', async (row, { stack }) => {
    const before = decidedAs(stack, row)
    await scenes[row](stack)
    expect(decidedAs(stack, row)).toBeGreaterThan(before)
  })
})
