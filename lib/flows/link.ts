import { Problem } from '../domain/values/problem.ts'
import type { PendingConnection } from '../domain/visit/pending-connection.ts'
import type { AcceptWorld } from './linking/accept.ts'
import { accept } from './linking/accept.ts'
import { continueAsNew, decline } from './linking/decline.ts'
import { linkOwnAccount, type OwnAccountRequest, type OwnAccountWorld } from './linking/own-account.ts'
import { proofOf } from './linking/proof.ts'
import type { Questioned } from './linking/question.ts'
import type { AnswerMergeWorld } from './merging/answer-merge.ts'
import { answerMerge, type MergeRequest } from './merging/answer-merge.ts'
import type { World } from './ports/world.ts'
import { countChange } from './steps/count-change.ts'
import type { OpenPendingWorld } from './visit/open-pending.ts'
import { openPending } from './visit/open-pending.ts'
import type { Decided, FlowResult } from './visit/result.ts'

/** The answer to a link question. */
export interface LinkRequest {
  readonly linkToken: string
  readonly codeVerifier: string
  readonly consent: boolean
  /** The visitor is another person and wants to sign up. Only with `consent: false`. */
  readonly continueAs?: 'new' | undefined
  /** The access token of a candidate who has just signed in. */
  readonly bearer?: string | undefined
}

type AnswerQuestionWorld = AnswerMergeWorld & OwnAccountWorld & LinkWorld

/**
 * Answers a link or merge question, or links a visit that was asked to sign up. Throws as `link`, `answerMerge` and
 * `linkOwnAccount` do.
 */
export function answerQuestion(
  world: AnswerQuestionWorld,
  request: LinkRequest | MergeRequest | OwnAccountRequest,
): Promise<Decided<FlowResult>> {
  if ('mergeToken' in request) return answerMerge(world, request)
  return 'registerToken' in request ? linkOwnAccount(world, request) : link(world, request)
}

const hasQuestion = (pending: PendingConnection): pending is Questioned => pending.question !== undefined

type LinkWorld = Pick<World, 'stage' | 'report' | 'limits'> & OpenPendingWorld & AcceptWorld

/**
 * Links the visit to the matched member, declines it, or continues with a sign-up. Throws
 * `invalid_token`, `token_used`, `insufficient_user_authentication` if no candidate has
 * freshly signed in, `reauthentication_mismatch` if another member signed in,
 * `identity_taken`, and the problems of refusing rows.
 */
export async function link(world: LinkWorld, request: LinkRequest): Promise<Decided<FlowResult>> {
  const { linkToken: token, codeVerifier, consent, continueAs, bearer } = request
  const pending = await openPending(world, 'link', { token, codeVerifier })
  if (!hasQuestion(pending)) throw new Problem('token_used')
  if (!consent) return continueAs === 'new' ? continueAsNew(world, pending) : decline(world, pending)
  const proof = await proofOf(world, pending.question, bearer)
  if (proof.sessionId !== undefined) await countChange(world, proof.sessionId)
  return accept(world, pending, proof)
}
