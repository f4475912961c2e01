import type { TestResponse } from './caller.ts'
import type { Visitor } from './steps.ts'

/** `DELETE /me` with the current access token. */
export const leave = (who: Visitor): Promise<TestResponse> =>
  who.call('DELETE', '/me', { bearer: who.accessToken })

/** Closes the account. Throws when that fails. */
export async function left(who: Visitor): Promise<Visitor> {
  const { status, text } = await leave(who)
  if (status !== 204) throw new Error(`has not left: ${status} ${text}`)
  return who
}
