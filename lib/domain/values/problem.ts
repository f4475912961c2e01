import type { Bilingual } from './locale.ts'

/** Every problem a client can receive: its HTTP status and its fixed title. */
export const problems = {
  // problems of the table of cases
  member_deactivated: { status: 401, title: 'The account is deactivated' },
  member_suspended: { status: 403, title: 'The account is suspended' },
  member_withdrawn: { status: 403, title: 'The account was closed' },
  mandatory_items_not_agreed: { status: 400, title: 'A required item was refused at the provider' },
  guardian_consent_required: { status: 403, title: 'A guardian has to agree first' },
  merge_not_allowed: { status: 403, title: 'These accounts cannot be merged' },
  reauthentication_mismatch: { status: 403, title: 'Somebody else signed in' },
  provider_denied: { status: 400, title: 'The sign-in was cancelled at the provider' },
  provider_unavailable: { status: 502, title: 'The provider did not respond properly' },
  provider_grant_invalid: { status: 400, title: 'The provider did not accept the code or token' },
  provider_token_not_ours: { status: 401, title: 'The token was issued to another application' },
  rejoin_not_allowed_yet: { status: 403, title: 'Joining again is not possible yet' },
  identity_mismatch: { status: 409, title: 'The identity belongs to another person' },
  // problems of any door
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_transaction: { status: 400, title: 'The sign-in was not started here, or it took too long' },
  invalid_ticket: { status: 400, title: 'The ticket is not valid' },
  invalid_code: { status: 400, title: 'The code is not valid' },
  consent_missing: { status: 400, title: 'Required terms are not agreed to' },
  register_token_subject_mismatch: { status: 400, title: 'The token belongs to another identity' },
  invalid_token: { status: 401, title: 'The token is not valid' },
  invalid_credentials: { status: 401, title: 'The credentials are not right' },
  insufficient_user_authentication: { status: 401, title: 'A fresh sign-in is needed' },
  refused_by_service: { status: 403, title: 'The service refuses this' },
  not_found: { status: 404, title: 'There is nothing here' },
  token_used: { status: 409, title: 'The token was used already' },
  email_taken: { status: 409, title: 'The e-mail address belongs to a member' },
  phone_taken: { status: 409, title: 'The phone number belongs to a member' },
  identity_taken: { status: 409, title: 'The identity cannot be linked' },
  contact_required: { status: 409, title: 'No message could reach the member' },
  last_login_method: { status: 409, title: 'This is the last way of signing in' },
  status_conflict: { status: 409, title: "The member's status does not allow this" },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  too_many_requests: { status: 429, title: 'Too many attempts' },
  hook_failed: { status: 503, title: 'A part of the service did not respond properly' },
  unexpected: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Try again in a moment' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

/** Whether a value is the code of a problem. */
export const isProblemCode = (value: unknown): value is ProblemCode =>
  typeof value === 'string' && Object.hasOwn(problems, value)

/** Names from `user_mapping` that clients of older systems know. */
type UserMapping = 'MANDATORY_ITEMS_NOT_AGREED' | 'DEACTIVATION_USER' | 'RECERTIFICATION'

/**
 * One fault of the input: its place (JSON Pointer, RFC 6901) and its description, without any part of the input. An
 * English one in small letters follows on a name: `is required`.
 */
export interface InputFault {
  readonly pointer: string
  readonly detail: Bilingual
}

/** Throws `invalid_request` with all of these faults, unless there are none. */
export function refuseFaults(errors: readonly InputFault[]): void {
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
}

/** The description of a missing value. */
export const missingValue: Bilingual = { ko: '필수 항목입니다.', en: 'is required' }

/** The extension members of a problem (RFC 9457, section 3.2). */
export interface ProblemExtras {
  readonly detail?: Bilingual
  /** The service's own code, which a client gets as `code`. */
  readonly serviceCode?: string
  readonly errors?: readonly InputFault[]
  readonly user_mapping?: UserMapping
  readonly items?: readonly string[]
  readonly mailSentTo?: string
  /** Reactivates a paused member whom no message can reach. */
  readonly reactivateToken?: string
  readonly restorableUntil?: string
  readonly rejoinFrom?: string
  /** What works of a stage, and what does not. */
  readonly checks?: Readonly<Record<string, 'ok' | 'failing' | 'unknown'>>
  /** Seconds; also sent as `Retry-After`. */
  readonly retryAfter?: number
  /** Seconds; sent as `max_age` in `WWW-Authenticate` (RFC 9470). */
  readonly maxAge?: number
}

/**
 * A problem that the client can act on. Flows and adapters throw it; the door
 * responds with RFC 9457 problem details.
 */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly extras: ProblemExtras
  /** The row of the table of cases that led here, for the log. */
  readonly row: number | undefined

  constructor(code: ProblemCode, extras: ProblemExtras = {}, row?: number) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.extras = extras
    this.row = row
  }

  get status(): number {
    return problems[this.code].status
  }
}
