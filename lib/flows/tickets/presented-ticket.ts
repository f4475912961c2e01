import { Problem, type ProblemExtras } from '../../domain/values/problem.ts'
import type { Ticket } from '../../domain/visit/pending-connection.ts'
import type { World } from '../ports/world.ts'
import { isVerifierOf } from '../visit/oauth-request.ts'

/** A ticket with its proofs. */
export interface TicketRequest {
  readonly ticket: string
  readonly codeVerifier: string
  /** The secret from the starting browser's cookie. */
  readonly browserSecret?: string | undefined
}

/** Whether a ticket comes from the client that started the visit, and for a web client from its browser. */
export function isPresentedBy(
  world: Pick<World, 'secrets'>,
  ticket: Ticket,
  { codeVerifier, browserSecret }: TicketRequest,
): boolean {
  if (!isVerifierOf(world, codeVerifier, ticket.codeChallenge)) return false
  if (ticket.browserHash === undefined) return true
  return (
    browserSecret !== undefined && world.secrets.same(world.secrets.hash(browserSecret), ticket.browserHash)
  )
}

const withoutCookie: ProblemExtras = {
  errors: [
    {
      pointer: '/ticket',
      detail: {
        ko: "로그인을 시작한 브라우저의 쿠키가 함께 오지 않았습니다. fetch에 credentials: 'include'가 필요합니다.",
        en: "came without the cookie of the browser that started the sign-in: fetch needs credentials: 'include'",
      },
    },
  ],
}

/**
 * The problem of a ticket that is not presented by its client. A page that has the verifier and forgot the cookie is told
 * so; whoever lacks the verifier learns nothing.
 */
export const refusedTicket = (
  world: Pick<World, 'secrets'>,
  { codeChallenge }: Ticket,
  { codeVerifier, browserSecret }: TicketRequest,
): Problem =>
  browserSecret === undefined && isVerifierOf(world, codeVerifier, codeChallenge)
    ? new Problem('invalid_ticket', withoutCookie)
    : new Problem('invalid_ticket')
