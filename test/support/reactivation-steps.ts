import type { TestResponse } from './caller.ts'
import { sure } from './people.ts'
import { type Visitor, visitor } from './steps.ts'
import type { TestStack } from './test-stack.ts'

/** `POST /me/deactivate` with the current access token. */
export const pause = (who: Visitor): Promise<TestResponse> =>
  who.call('POST', '/me/deactivate', { bearer: who.accessToken, body: {} })

/** `POST /reactivate` with a token. */
export const comeBack = (stack: TestStack, token: unknown): Promise<TestResponse> =>
  visitor(stack, { client: 'app' }).call('POST', '/reactivate', { body: { token } })

const linkPattern = /^\S+#reactivate=(\S+)$/m

/** The tokens of the reactivation mails to an address, oldest first. */
export async function tokensMailedTo(stack: TestStack, to: string): Promise<readonly string[]> {
  const mails = (await stack.outbox()).filter((message) => message.to === to)
  return mails.flatMap(({ text = '' }) => linkPattern.exec(text)?.[1] ?? [])
}

/** The token of the newest reactivation mail to an address. Throws when there is none. */
export const tokenMailedTo = async (stack: TestStack, to: string): Promise<string> =>
  sure((await tokensMailedTo(stack, to)).at(-1), `reactivation mail to ${to}`)

/** Signs a person up by e-mail and password, who then pauses the account, on a phone that holds the tokens. */
export async function pausedMember(stack: TestStack, address: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  await who.emailSignUp(address)
  const { status, text } = await pause(who)
  if (status !== 204) throw new Error(`not paused: ${status} ${text}`)
  return who
}

/** Lets a paused member sign in, which sends the mail. Gives its token. */
export async function mailedToken(stack: TestStack, who: Visitor, address: string): Promise<string> {
  await who.passwordLogin(address)
  return tokenMailedTo(stack, address)
}
