import type { Member } from '../../lib/domain/member/member.ts'
import type { VerificationPurpose } from '../../lib/domain/values/verification.ts'
import { createPasswords } from '../../lib/passwords/passwords.ts'
import { claimWrite } from '../../lib/store/rows/claim.ts'
import { newMemberWrite } from '../../lib/store/rows/member/member.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { accessTable } from '../../lib/store/table/table-access.ts'
import { type Call, caller, type TestResponse } from './caller.ts'
import { cookieJar } from './cookie-jar.ts'
import { tableClient } from './database.ts'
import { sure } from './people.ts'
import { textIn } from './read-response.ts'
import type { TestStack } from './test-stack.ts'

/** Fields that replace those of a step. An `undefined` field is left out of the body. */
type Over = Readonly<Record<string, unknown>>

/** A person at an app who signs in by e-mail address, code and password. Each step takes the differences. */
export interface Correspondent {
  readonly call: ReturnType<typeof caller>
  /** Requests a code. */
  ask(to: string, purpose: VerificationPurpose, over?: Over): Promise<TestResponse>
  /** Confirms a code. */
  confirm(verificationId: unknown, code: unknown): Promise<TestResponse>
  /** Requests a code, reads the mail, and confirms the code. Gives the verification token. */
  prove(to: string, purpose: VerificationPurpose): Promise<string>
  byPassword(
    identifier: string,
    password: string,
    over?: Over & { headers?: Call['headers'] },
  ): Promise<TestResponse>
  byCode(verificationToken: string, over?: Over): Promise<TestResponse>
  register(verificationToken: string, over?: Over): Promise<TestResponse>
  /** From the first code to the new member. */
  signUp(to: string, over?: Over): Promise<TestResponse>
}

/** The password of these stories, unless a story names another. */
export const goodPassword = 'correct horse battery'

const agreed = (tag: string) => ({ tag, version: '2026-01', agreed: true })

export function correspondent(stack: TestStack, language: 'ko' | 'en' = 'ko'): Correspondent {
  const call = caller(stack.origin, cookieJar(), { language, sendsOrigin: false })
  const post = (path: string, body: unknown, headers?: Call['headers']) =>
    call('POST', path, { body, ...(headers === undefined ? {} : { headers }) })
  const self: Correspondent = {
    call,
    ask: (to, purpose, over = {}) => post('/verification', { channel: 'email', to, purpose, ...over }),
    confirm: (verificationId, code) => post('/verification/confirm', { verificationId, code }),
    async prove(to, purpose) {
      const id = textIn(await self.ask(to, purpose), 'verificationId')
      return textIn(await self.confirm(id, await codeTo(stack, to)), 'verificationToken')
    },
    byPassword: (identifier, password, { headers, ...over } = {}) =>
      post('/login/password', { clientId: 'app', identifier, password, ...over }, headers),
    byCode: (verificationToken, over = {}) =>
      post('/login/code', { clientId: 'app', verificationToken, ...over }),
    register: (verificationToken, over = {}) =>
      post('/register', {
        clientId: 'app',
        verificationToken,
        password: goodPassword,
        name: '박지우',
        consents: [agreed('service'), agreed('privacy')],
        ...over,
      }),
    signUp: async (to, over = {}) => self.register(await self.prove(to, 'sign_up'), over),
  }
  return self
}

/** The mails to one address, oldest first. */
export const mailsTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).filter((mail) => mail.to === to)

/** The code in the last mail to an address. */
export async function codeTo(stack: TestStack, to: string): Promise<string> {
  const text = sure((await mailsTo(stack, to)).at(-1)?.text, `mail to ${to}`)
  return sure(/^[0-9]{6}$/m.exec(text)?.[0], 'code')
}

/** A wrong code. */
export const wrongCode = (right: string): string => (right === '000000' ? '000001' : '000000')

/**
 * Puts a member into the table of a local stack, as an import does, without the name: only the local stack itself can
 * make the keyed hash that finds a name.
 */
export async function bringAlong(
  { tableName }: TestStack,
  { name: _, ...member }: Member,
  password = goodPassword,
): Promise<void> {
  const client = tableClient()
  const hash = member.ways.includes('password') ? await createPasswords().hash(password) : undefined
  const { email } = member
  const result = await accessTable({ client, tableName, retryPolicy: defaultRetryPolicy }).transact({
    member: newMemberWrite(member, hash),
    ...(email && { email: claimWrite('email', email.value, email.verified, member) }),
  })
  if (result.kind !== 'written') throw new Error('the member is there already')
}
