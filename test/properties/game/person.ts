import { isCredentialId } from '../../../lib/domain/passkey/passkey.ts'
import { isPasskeyId } from '../../../lib/domain/values/ids.ts'
import { Problem } from '../../../lib/domain/values/problem.ts'
import type { Address, VerificationPurpose } from '../../../lib/domain/values/verification.ts'
import { addPasskey, startPasskey } from '../../../lib/flows/account/add-passkey.ts'
import { changeMe } from '../../../lib/flows/account/change-me.ts'
import { deactivate } from '../../../lib/flows/account/deactivate.ts'
import { me } from '../../../lib/flows/account/me.ts'
import { removePasskey } from '../../../lib/flows/account/passkey.ts'
import { unlink } from '../../../lib/flows/account/unlink.ts'
import { withdraw } from '../../../lib/flows/account/withdraw.ts'
import { callback } from '../../../lib/flows/callback.ts'
import { codeLogin } from '../../../lib/flows/code-login.ts'
import { beginCheck, confirmCheck } from '../../../lib/flows/identity-verification.ts'
import { answerQuestion } from '../../../lib/flows/link.ts'
import { startDirect } from '../../../lib/flows/login.ts'
import { passkeyLogin } from '../../../lib/flows/passkey-login.ts'
import { startPasskeyLogin } from '../../../lib/flows/passkey-options.ts'
import { passwordLogin } from '../../../lib/flows/password-login.ts'
import type { Access } from '../../../lib/flows/ports/tokens.ts'
import { reactivate } from '../../../lib/flows/reactivate.ts'
import { register } from '../../../lib/flows/register.ts'
import { registerByAddress } from '../../../lib/flows/register-by-address.ts'
import { confirmVerification, startVerification } from '../../../lib/flows/verification.ts'
import type { FlowResult } from '../../../lib/flows/visit/result.ts'
import { messageRow } from '../../../lib/store/rows/message.ts'
import { kindOf, readRow } from '../../../lib/store/rows/row.ts'
import { secrets } from '../../../lib/tokens/secrets.ts'
import { checked } from '../../support/people.ts'
import { type Account, accountKey, type OwnKey, type Player } from './cast.ts'
import type { GameWorld } from './game-world.ts'

/** A session that a player has, with the access token of the last sign-in. */
export type Held = Access & { readonly bearer: string }

/** The result of one step at a door: what came back, or the code of the problem. */
export type Reply = FlowResult | { readonly outcome: 'refused'; readonly code: string }

const codeVerifier = 'a-secret-that-only-the-client-of-this-visit-knows'
const codeChallenge = secrets.hash(codeVerifier)
const clientId = 'app'

/** What a door gives, or the problem's code. Any other error ends the game: it would be a bare 500. */
async function at(door: () => Promise<{ readonly result: FlowResult }>): Promise<Reply> {
  try {
    return (await door()).result
  } catch (error) {
    if (error instanceof Problem) return { outcome: 'refused', code: error.code }
    throw error
  }
}

/** A person at the doors. Every method is a step that the person's client could take. */
export class Person {
  readonly held: Held[] = []
  readonly #world: GameWorld
  readonly player: Player

  constructor(world: GameWorld, player: Player) {
    this.#world = world
    this.player = player
  }

  /** The newest session. */
  get last(): Held | undefined {
    return this.held.at(-1)
  }

  async #keep(reply: Reply): Promise<Reply> {
    if (reply.outcome !== 'signed_in') return reply
    const access = await this.#world.tokens.access.read(reply.accessToken, 'fresh_enough')
    this.held.push({ ...access, bearer: reply.accessToken })
    return reply
  }

  /** Comes by an account. Where the visit would link or re-authenticate, with that session. */
  async come(account: Account, by?: Held): Promise<Reply> {
    const { provider } = account.profile.identity
    const reply = await at(async () => {
      const member = by && { intent: 'link' as const, bearer: by.bearer }
      const request = { provider, clientId, codeChallenge, locale: 'ko' as const, member }
      const { transaction, state } = await startDirect(this.#world, request)
      const credential = { kind: 'code' as const, code: accountKey(account), state }
      return callback(this.#world, { provider, transaction, codeVerifier, credential })
    })
    return this.#keep(reply)
  }

  /** Answers a question about linking or merging with yes, by the newest session where a proof is needed. */
  async agree(reply: Reply): Promise<Reply> {
    if (reply.outcome === 'link_confirmation_required') return this.#answer({ linkToken: reply.linkToken })
    const { bearer, memberId } = this.last ?? {}
    if (reply.outcome === 'link_proof_required') return this.#answer({ linkToken: reply.linkToken, bearer })
    if (reply.outcome !== 'merge_confirmation_required') return reply
    const { mergeToken } = reply
    const otherAccessToken = this.held.findLast((held) => held.memberId !== memberId)?.bearer
    const proof = { bearer, otherAccessToken }
    return at(() => answerQuestion(this.#world, { mergeToken, codeVerifier, consent: true, ...proof }))
  }

  async #answer(question: { readonly linkToken: string; readonly bearer?: string | undefined }) {
    return this.#keep(
      await at(() => answerQuestion(this.#world, { ...question, codeVerifier, consent: true })),
    )
  }

  /** Links a visit that was asked to sign up to the account of the newest session. */
  async linkOwn(reply: Reply): Promise<Reply> {
    if (reply.outcome !== 'registration_required') return reply
    const { registerToken } = reply
    const bearer = this.last?.bearer
    return at(() => answerQuestion(this.#world, { registerToken, codeVerifier, consent: true, bearer }))
  }

  /** Says to be somebody new. */
  async sayNew(reply: Reply): Promise<Reply> {
    if (reply.outcome !== 'link_confirmation_required' && reply.outcome !== 'link_proof_required')
      return reply
    const { linkToken } = reply
    return at(() =>
      answerQuestion(this.#world, { linkToken, codeVerifier, consent: false, continueAs: 'new' }),
    )
  }

  /** Signs up after a visit. Types the own addresses, each with its code. */
  async signUp(reply: Reply, types: readonly Address[]): Promise<Reply> {
    if (reply.outcome !== 'registration_required') return reply
    const { registerToken, identity } = reply
    const verificationTokens = await this.#prove(types, 'sign_up')
    const form = { name: '김다은', consents: [], locale: 'ko' as const, verificationTokens }
    return this.#keep(
      await at(() => register(this.#world, { registerToken, codeVerifier, ...identity, ...form })),
    )
  }

  /** Signs up by an own address. */
  async join(address: Address, password: string, continueAs?: 'new'): Promise<Reply> {
    const [verificationToken = ''] = await this.#prove([address], 'sign_up')
    const form = { name: '김다은', consents: [], locale: 'ko' as const, clientId, password, continueAs }
    return this.#keep(await at(() => registerByAddress(this.#world, { ...form, verificationToken })))
  }

  async useCode(address: Address): Promise<Reply> {
    const [verificationToken = ''] = await this.#prove([address], 'sign_in')
    return this.#keep(await at(() => codeLogin(this.#world, { clientId, verificationToken })))
  }

  async usePassword(identifier: Address, password: string): Promise<Reply> {
    const attempt = { clientId, identifier, password, source: this.player }
    return this.#keep(await at(() => passwordLogin(this.#world, attempt)))
  }

  /** Changes the own data by the newest session. */
  change(wish: { readonly password?: string | null; readonly contact?: Address }): Promise<void> {
    return this.#try(async (bearer) => {
      const [verificationToken] = wish.contact ? await this.#prove([wish.contact], 'contact') : []
      const { password } = wish
      await changeMe(this.#world, { bearer, password, verificationToken })
    })
  }

  /** Adds a key of the own authenticator by the newest session. */
  addPasskey(): Promise<void> {
    return this.#try(async (bearer) => {
      const { transaction, options } = await startPasskey(this.#world, { bearer })
      const id = checked(isCredentialId, secrets.random())
      const response = { clientDataJSON: '', attestationObject: '' }
      await addPasskey(this.#world, { bearer, transaction, credential: { id, response } })
      this.#world.keys[this.player].push({ id, userHandle: options.user.id })
    })
  }

  async usePasskey({ id, userHandle }: OwnKey): Promise<Reply> {
    const reply = await at(async () => {
      const { transaction } = await startPasskeyLogin(this.#world, { clientId })
      const response = { clientDataJSON: '', authenticatorData: '', signature: '', userHandle }
      return passkeyLogin(this.#world, { transaction, credential: { id, response }, source: this.player })
    })
    return this.#keep(reply)
  }

  /** Removes every passkey of the account of the newest session. */
  removePasskeys(): Promise<void> {
    return this.#try(async (bearer) => {
      const { passkeys = [] } = await me(this.#world, bearer)
      for (const { id } of passkeys)
        await removePasskey(this.#world, { bearer, id: checked(isPasskeyId, id) })
    })
  }

  unlink(account: Account): Promise<void> {
    return this.#try(async (bearer) => {
      await unlink(this.#world, { bearer, ...account.profile.identity })
    })
  }

  /** Checks the own identity, and says yes where that finds another account. */
  check(): Promise<void> {
    return this.#try(async () => {
      await this.agree(await this.askToCheck())
    })
  }

  /** Checks the own identity by the newest session. */
  async askToCheck(): Promise<Reply> {
    const bearer = this.last?.bearer ?? ''
    this.#world.checked = this.player
    const { identityVerificationId } = await beginCheck(this.#world, { bearer, codeChallenge })
    return at(() => confirmCheck(this.#world, { bearer, identityVerificationId, codeVerifier }))
  }

  pause(): Promise<void> {
    return this.#try((bearer) => deactivate(this.#world, bearer))
  }

  close(): Promise<void> {
    return this.#try((bearer) => withdraw(this.#world, bearer))
  }

  /** Opens the newest link that came to one of these addresses. */
  async openLink(addresses: readonly Address[]): Promise<void> {
    const values: readonly string[] = addresses.map(({ value }) => value)
    const token = await this.#linkLeftFor(values)
    if (token !== undefined) await quietly(async () => void (await reactivate(this.#world, token)))
  }

  async #linkLeftFor(values: readonly string[]): Promise<string | undefined> {
    const names = this.#world.table.items().flatMap((item) => {
      if (kindOf(item) !== messageRow.kind) return []
      const row = readRow(messageRow, item)
      const content = row.state === 'pending' ? this.#world.messageSealing.open(row, row.sealed) : undefined
      if (content === undefined || !values.includes(content.to.value)) return []
      const { message } = content
      return message.kind === 'reactivation' || message.kind === 'restoration'
        ? [{ id: row.id, name: message.name }]
        : []
    })
    const [newest] = names.toSorted((one, another) => (one.id < another.id ? 1 : -1))
    return newest && this.#world.tokens.reactivation.issue(newest.name)
  }

  async #try(step: (bearer: string) => Promise<void>): Promise<void> {
    const bearer = this.last?.bearer
    if (bearer !== undefined) await quietly(() => step(bearer))
  }

  /** The tokens of addresses whose codes came back. */
  async #prove(addresses: readonly Address[], purpose: VerificationPurpose): Promise<readonly string[]> {
    const tokens: string[] = []
    for (const address of addresses) {
      const wish = { address, purpose, locale: 'ko' as const, source: this.player }
      const { verificationId } = await startVerification(this.#world, wish)
      const { codes } = this.#world.tokens
      const code = codes.derive(verificationId, codes.keyId()) ?? ''
      tokens.push((await confirmVerification(this.#world, { verificationId, code })).verificationToken)
    }
    return tokens
  }
}

async function quietly(step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}
