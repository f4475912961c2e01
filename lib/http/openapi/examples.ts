import { isProblemCode, type ProblemCode, problems } from '../../domain/values/problem.ts'
import { problemType } from '../problems/problem-type.ts'
import { type outcomeSchemas, schemaOf } from './response-schemas.ts'

const identity = { provider: 'kakao', subject: '2100000001' }
const profile = { email: 'sujin@example.com', emailVerified: true, name: '서수진' }
const hint = { email: 's*****@example.com', name: '서**', joinedMonth: '2023-05', methods: ['password'] }
const term = {
  tag: 'service',
  version: '2026-01',
  title: '이용약관',
  required: true,
  url: 'https://example.com/terms',
}
const session = { accessToken: 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln', tokenType: 'Bearer', expiresIn: 600 }
const question = { expiresIn: 600, identity, profile, candidates: [hint] }
const flowToken = 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln'
const member = {
  id: '019a0000-0000-7000-8000-000000000002',
  status: 'active',
  name: '서수진',
  email: 'sujin@example.com',
  emailVerified: true,
  phoneVerified: false,
  identities: [{ ...identity, linkedAt: '2026-11-22T10:00:00.000Z', state: 'linked' }],
  passkeys: [],
  methods: ['kakao', 'email_code'],
  attributes: {},
  locale: 'ko',
  createdAt: '2023-05-02T10:00:00.000Z',
}

/** An example of each outcome, without `outcome` itself. */
const outcomeExamples = {
  signed_in: { created: false, member: { id: member.id }, ...session },
  registration_required: {
    registerToken: flowToken,
    expiresIn: 600,
    identity,
    profile,
    missing: [],
    verify: [],
    terms: [term],
    familyMember: false,
  },
  link_confirmation_required: { linkToken: flowToken, ...question, needs: 'consent', mayRegister: true },
  link_proof_required: { linkToken: flowToken, ...question, mayRegister: true },
  merge_confirmation_required: {
    mergeToken: flowToken,
    expiresIn: 600,
    candidates: [hint],
    needs: 'consent',
  },
  linked: { member },
  already_linked: { member },
  unlinked: { member },
  merged: { member },
  identity_verified: { member },
  reauthenticated: { ...session, user_mapping: 'RECERTIFICATION' },
  declined: {},
} as const satisfies Readonly<Record<keyof typeof outcomeSchemas, object>>

/** An example by the name of its schema. */
export const schemaExamples: ReadonlyMap<string, object> = new Map(
  Object.entries(outcomeExamples).map(([outcome, says]) => [schemaOf(outcome), { outcome, ...says }]),
)

/** The extension members that a problem of each code carries. */
const extras: Readonly<Partial<Record<ProblemCode, object>>> = {
  member_deactivated: { user_mapping: 'DEACTIVATION_USER', mailSentTo: 's*****@example.com' },
  member_withdrawn: {
    restorableUntil: '2026-12-22T10:00:00.000Z',
    mailSentTo: 's*****@example.com',
  },
  mandatory_items_not_agreed: { user_mapping: 'MANDATORY_ITEMS_NOT_AGREED', items: ['email'] },
  rejoin_not_allowed_yet: { rejoinFrom: '2026-12-22T10:00:00.000Z' },
  invalid_request: { errors: [{ pointer: '/email', detail: 'This is required.' }] },
  too_many_requests: { retryAfter: 30 },
  unavailable: { retryAfter: 1 },
}

const codes = Object.keys(problems).filter(isProblemCode)

/** An example of each problem of a stage at this origin, by its code. */
export const problemExamplesAt = (origin: string) =>
  Object.fromEntries(
    codes.map((code) => {
      const { status, title } = problems[code]
      const value = {
        type: problemType(code, origin),
        title,
        status,
        code,
        detail: `${title}.`,
        instance: 'urn:ieum:request:3f6c9b1e',
        ...extras[code],
      }
      return [code, { summary: title, value }]
    }),
  )
