import type { Member } from '../../src/api.ts'
import { ProblemError } from '../../src/problem.ts'
import type { Scene } from '../scene.ts'
import type { Others } from '../screens/address.ts'
import { showProblem } from '../screens/problem.ts'
import { againAt, signInBy } from '../screens/sign-in.ts'
import { t } from '../words/words.ts'

/** What the sections of the account page share. */
export interface Account {
  readonly scene: Scene
  readonly member: Member
  /** Shows the page again, with the member as it is now. */
  reload(): Promise<void>
  /** Shows the page again, without a request. */
  show(): void
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof ProblemError && error.code === code

/**
 * What a button of the account page does: where the action needs a fresh sign-in, the member signs in and the action
 * runs again (RFC 9470). `place` is the section of the button, where a problem shows.
 */
export const act = (account: Account, action: () => Promise<unknown>, place?: string): (() => void) =>
  account.scene.stage.act(() => runFresh(account, action, place), place)

/** Runs an action, after a fresh sign-in where it needs one. */
export async function runFresh(
  account: Account,
  action: () => Promise<unknown>,
  place?: string,
): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (hasCode(error, 'invalid_token')) showProblem(account.scene, error)
    else if (hasCode(error, 'reauthentication_mismatch')) await showOther(account, error, place)
    else if (hasCode(error, 'insufficient_user_authentication')) signInAgain(account, action, place)
    else throw error
  }
}

/** Somebody else is signed in here, or in another tab: the page shows that account, and says so. */
async function showOther(account: Account, error: unknown, place: string | undefined): Promise<void> {
  await account.reload()
  account.scene.stage.fail(error, place)
}

/** Nothing runs on the account of somebody else who signs in. */
function signInAgain(account: Account, action: () => Promise<unknown>, place: string | undefined): void {
  const { scene, member } = account
  const linked = member.identities.flatMap(({ provider, state }) => (state === 'linked' ? [provider] : []))
  const again = async () => {
    try {
      if ((await scene.client.me()).id === member.id) await action()
      else await showOther(account, new ProblemError('reauthentication_mismatch'), place)
    } catch (error) {
      account.show()
      scene.stage.fail(error, place)
    }
  }
  signInBy(scene, {
    lead: 'refreshLead',
    // A passkey renews this session, and opens no other.
    methods: member.methods.filter((method) => method !== 'passkey'),
    identifier: member.email ?? member.phone,
    others: [...againByPasskey(scene, member, again), ...againAt(scene, [...new Set(linked)])],
    back: account.show,
    done: again,
  })
}

/** Re-authentication by one of the member's passkeys, on the same page. */
const againByPasskey = (
  { client, passkeys }: Account['scene'],
  { methods }: Member,
  again: () => Promise<void>,
): Others => {
  const prove = async () => {
    await client.reauthenticateByPasskey()
    await again()
  }
  return passkeys && methods.includes('passkey') ? [[t('byPasskey'), prove]] : []
}
