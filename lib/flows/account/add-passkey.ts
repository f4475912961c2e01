import { isUsableAt } from '../../domain/leads/leads.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import type { Member } from '../../domain/member/member.ts'
import {
  type AuthenticatorTransport,
  isUserHandle,
  maxPasskeys,
  type NewCredential,
  type Passkey,
  type UserHandle,
} from '../../domain/passkey/passkey.ts'
import { passkeyName } from '../../domain/passkey/passkey-name.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { type InputFault, Problem } from '../../domain/values/problem.ts'
import { type FreshSession, freshSession, ownRecord } from '../linking/proof.ts'
import { checkAsker, isFor, onceForChallenge, relyingPartyOf, startChallenge } from '../passkeys/challenge.ts'
import { isSignedElsewhere, notListed } from '../passkeys/signed-elsewhere.ts'
import type { Authenticators, CreatedCredential } from '../ports/passkeys/authenticators.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { countChange } from '../steps/count-change.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { type ShownMember, showMember } from '../steps/show-member.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'

/** What the client hands to `navigator.credentials.create` (WebAuthn, section 5.1.8), and sends back beside the response. */
export interface StartedPasskey {
  readonly transaction: string
  readonly options: {
    readonly rp: { readonly id: string; readonly name: string }
    readonly user: { readonly id: UserHandle; readonly name: string; readonly displayName: string }
    readonly challenge: string
    readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[]
    readonly excludeCredentials: readonly {
      readonly type: 'public-key'
      readonly id: string
      readonly transports: readonly AuthenticatorTransport[]
    }[]
    readonly authenticatorSelection: {
      readonly residentKey: 'required'
      readonly requireResidentKey: true
      readonly userVerification: 'required'
    }
    readonly attestation: 'none'
    /** Milliseconds. */
    readonly timeout: number
  }
  /** Seconds. */
  readonly expiresIn: number
}

/** ES256, EdDSA and RS256, in this order of preference (COSE registry of IANA). */
const algorithms = [-7, -8, -257]

type StartWorld = Pick<World, 'stage' | 'clock' | 'ids' | 'secrets' | 'tokens' | 'hashes' | 'members'>

/**
 * Starts adding a passkey to the signed-in member, who must have signed in recently. Throws `not_found` where the stage has
 * no passkeys, `invalid_token`, `insufficient_user_authentication`, and `invalid_request` for a member with as many as may be.
 */
export async function startPasskey(
  world: StartWorld,
  { bearer }: { readonly bearer: string },
): Promise<StartedPasskey> {
  const { rpId, rpName } = relyingPartyOf(world)
  const by = await freshSession(world, bearer)
  const { member, passkeys } = await ownRecord(world, by)
  checkRoom(passkeys)
  const { transaction, challenge, expiresIn } = await startChallenge(world, { kind: 'add', ...by })
  const options = {
    rp: { id: rpId, name: rpName },
    user: { id: userHandleOf(world, member.id), ...namesOf(member, rpName) },
    challenge,
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg }) as const),
    // An authenticator knows those of another domain as somebody else's.
    excludeCredentials: passkeys
      .filter((passkey) => isUsableAt(passkey, rpId))
      .map(({ credentialId: id, transports }) => ({ type: 'public-key', id, transports }) as const),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    timeout: expiresIn * 1000,
  } as const
  return { transaction, options, expiresIn }
}

/** The member's name for authenticators: a keyed hash, so that it says nothing about the person anywhere else. */
function userHandleOf({ hashes }: Pick<World, 'hashes'>, id: MemberId): UserHandle {
  const handle = hashes.hash('passkey-user', id)
  if (!isUserHandle(handle)) throw new Error('a keyed hash fits into a user handle')
  return handle
}

/** What the authenticator shows to the person beside the passkey. */
function namesOf({ email, phone, loginId, name, nickname }: Member, rpName: string) {
  const account = email?.value ?? phone?.value ?? loginId ?? name ?? rpName
  return { name: account, displayName: name ?? nickname ?? account }
}

/** A new passkey. */
export interface AddPasskeyRequest {
  readonly bearer: string
  readonly transaction: string
  readonly credential: CreatedCredential
  /** Absent: the name of the authenticator or of the device. */
  readonly name?: string | undefined
}

type AddWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'tokens' | 'hashes' | 'members' | 'passkeys' | 'device' | 'limits' | 'report'
> & { readonly authenticators: Authenticators } & ComposeWorld

/**
 * Adds a passkey that the member's authenticator has just made for this challenge, and tells the member. Throws as
 * `startPasskey`, `invalid_transaction` for another session's challenge, `token_used`, `invalid_request` for a credential
 * that is not acceptable or that somebody has already, and `too_many_requests`.
 */
export async function addPasskey(world: AddWorld, request: AddPasskeyRequest): Promise<ShownMember> {
  const relyingParty = relyingPartyOf(world)
  const by = await freshSession(world, request.bearer)
  const challenge = await world.tokens.passkeyChallenges.open(request.transaction)
  if (!isFor(challenge, 'add')) throw new Problem('invalid_transaction')
  checkAsker(challenge, by)
  await countChange(world, by.sessionId)
  if (await isSignedElsewhere(world, request.credential.response.clientDataJSON)) throw refused(notListed)
  const expected = { challenge: challenge.challenge, relyingParty }
  const made = await world.authenticators.readNew(request.credential, expected)
  if (made === undefined) throw refused(notOurs)
  const passkey = passkeyOf(world, by.memberId, made, request.name)
  const once = onceForChallenge(challenge)
  return retryOnConflict(() => add(world, by, passkey, once))
}

function passkeyOf(
  world: Pick<World, 'stage' | 'clock' | 'ids' | 'hashes' | 'device'>,
  memberId: MemberId,
  { aaguid, ...credential }: NewCredential,
  name = passkeyName(aaguid, world.device()),
): Passkey {
  return {
    ...credential,
    id: world.ids.passkey(),
    rpId: relyingPartyOf(world).rpId,
    userHandle: userHandleOf(world, memberId),
    name,
    createdAt: world.clock.now(),
  }
}

async function add(
  world: AddWorld,
  by: FreshSession,
  passkey: Passkey,
  once: Once,
): Promise<ShownMember | typeof conflict> {
  const { member, passkeys } = await ownRecord(world, by)
  checkRoom(passkeys)
  const at = passkey.createdAt
  const recipient = { id: member.id, reach: reachOf(member, judgedAt(world)) }
  const notice = { kind: 'login_method_added', method: 'passkey', at } as const
  const result = await world.passkeys.add(
    {
      ...by,
      passkey,
      version: member.version,
      once,
      event: {
        id: world.ids.record(),
        type: 'passkey.added',
        at,
        sessionId: by.sessionId,
        changed: ['passkeys'],
      },
      messages: noticeTo(world, recipient, notice, passkey.id),
    },
    world.clock.now(),
  )
  switch (result) {
    case 'added':
      return showMember(world, await ownRecord(world, by))
    case 'used':
      throw new Problem('token_used')
    case 'taken':
      throw refused(taken)
    case 'session_ended':
      throw new Problem('invalid_token')
    case 'conflict':
      return conflict
    default:
      return result satisfies never
  }
}

const refused = (detail: InputFault['detail']): Problem =>
  new Problem('invalid_request', { errors: [{ pointer: '/credential', detail }] })

const notOurs = {
  ko: '이 서비스의 요청에 기기가 본인 확인을 거쳐 만든 패스키가 아닙니다.',
  en: 'was not made for this challenge, at one of the service’s origins, by an authenticator that verified the person',
}
const taken = { ko: '이미 등록된 패스키입니다.', en: 'is registered already' }

/** Throws `invalid_request` where one more passkey would be too many. */
function checkRoom(passkeys: readonly Passkey[]): void {
  if (passkeys.length < maxPasskeys) return
  throw new Problem('invalid_request', {
    detail: {
      ko: `패스키는 ${maxPasskeys}개까지 등록할 수 있습니다. 먼저 하나를 삭제해 주세요.`,
      en: `A member has at most ${maxPasskeys} passkeys. Please remove one first.`,
    },
  })
}
