import type { ProblemGuide } from './advice.ts'

/** What each problem means to a developer, and what a client does about it, in English. Text between backticks is code. */
export const englishAdvice: ProblemGuide = {
  member_deactivated: {
    means: 'The member has paused the account.',
    remedy:
      'Say that a message is on its way (`mailSentTo`). With `reactivateToken`, offer to open the account here: `POST /reactivate`.',
  },
  member_suspended: {
    means: 'An operator has suspended the account.',
    remedy: 'Show `detail`. Only an operator can help.',
  },
  member_withdrawn: {
    means: 'The account is closed.',
    remedy: 'Say until when it can be restored (`restorableUntil`); for the rest as `member_deactivated`.',
  },
  mandatory_items_not_agreed: {
    means: 'The person refused at the provider what the service requires (`items`).',
    remedy: 'Say which items are needed, and start again.',
  },
  guardian_consent_required: {
    means: 'The person is younger than the minimum age.',
    remedy: 'Show `detail`. A guardian has to agree first, outside ieum.',
  },
  merge_not_allowed: {
    means: 'The two accounts may not become one.',
    remedy: 'Show `detail`. Nothing has changed.',
  },
  reauthentication_mismatch: {
    means: 'Somebody else signed in at the provider.',
    remedy: "Ask for the member's own account there, and start again.",
  },
  provider_denied: {
    means: 'The person cancelled at the provider.',
    remedy: 'Show the sign-in page again. Nothing has changed.',
  },
  provider_unavailable: {
    means: 'The provider is down, slow or answers nonsense.',
    remedy: 'Offer to try again, or another way of signing in.',
  },
  provider_grant_invalid: {
    means: 'The provider calls the code or token invalid, expired or used.',
    remedy: 'Start the visit again.',
  },
  provider_token_not_ours: {
    means: 'The token was issued to another app.',
    remedy: "Check the app's key at the provider. A person cannot help.",
  },
  rejoin_not_allowed_yet: {
    means: 'The person left and may not join again yet.',
    remedy: 'Say from when it is possible (`rejoinFrom`).',
  },
  identity_mismatch: {
    means: 'The identity check names another person than the member.',
    remedy: 'Show `detail`. Nothing is linked.',
  },
  invalid_request: {
    means: 'The input is wrong; `errors` names each place by a JSON Pointer.',
    remedy:
      'Show each `detail` at its field. Wrong types and unknown fields come first, then all else that is wrong with a form at once.',
  },
  invalid_transaction: {
    means: 'The visit was started in another browser, or it ran out.',
    remedy: 'Start the visit again.',
  },
  invalid_ticket: {
    means: 'The ticket ran out (60 seconds), was used, or came without its browser.',
    remedy: "Start again. In a page, send every request with `credentials: 'include'`.",
  },
  invalid_code: {
    means: 'The code is wrong, or it ran out.',
    remedy: 'Let the person type it again, or send a new one.',
  },
  consent_missing: {
    means: 'Required terms are not agreed to.',
    remedy: 'Ask for the required terms of `GET /terms`.',
  },
  register_token_subject_mismatch: {
    means: '`provider` or `subject` is not the one of the register token.',
    remedy: 'Send `identity` of `registration_required` as it is.',
  },
  invalid_token: {
    means: 'The access, refresh or flow token is not valid, or its session has ended.',
    remedy: 'Renew the session once; if that fails too, sign in again.',
  },
  invalid_credentials: {
    means: 'The identifier or the password is wrong.',
    remedy: 'Let the person try again. Never say which of the two is wrong.',
  },
  insufficient_user_authentication: {
    means: 'The action needs a sign-in that is at most ten minutes old (RFC 9470).',
    remedy: 'Let the member sign in again, then repeat the request.',
  },
  refused_by_service: {
    means:
      "A hook of the service refuses; `code` is the service's own, and `type` ends in `/problems/refused_by_service`.",
    remedy: 'Show `detail`. Nothing has changed.',
  },
  not_found: {
    means: 'There is no such route, provider or session, or no member signs in by this address.',
    remedy: 'At `/login/code`, offer to sign up.',
  },
  token_used: {
    means: 'The token or visit was used already.',
    remedy: 'Start again. If a request was sent twice, the first one has worked.',
  },
  email_taken: {
    means: 'A member has verified this e-mail address.',
    remedy: 'Offer to sign in by a code to that address.',
  },
  phone_taken: {
    means: 'A member has this number.',
    remedy: 'Offer to sign in; who has the number now may continue as new (`continueAs: "new"`).',
  },
  identity_taken: {
    means: 'The identity cannot be linked.',
    remedy: 'Show `detail`. Another account may have it.',
  },
  contact_required: {
    means: 'No message could reach the member later.',
    remedy: 'Ask for a verified e-mail address or number first.',
  },
  last_login_method: {
    means: 'Nothing else would let the member in.',
    remedy: 'Offer to add another way of signing in first.',
  },
  status_conflict: {
    means: "An operator's change does not fit the member's status.",
    remedy: "Look at the member's status first. Only service routes answer this.",
  },
  payload_too_large: {
    means: 'The body is larger than 32 KB.',
    remedy: 'Send less. Photos go to `/uploads`.',
  },
  unsupported_media_type: {
    means: 'The body is not JSON in UTF-8.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  too_many_requests: {
    means: 'A limit is full.',
    remedy: 'Wait for `Retry-After` seconds.',
  },
  hook_failed: {
    means: 'A hook of the service failed, took longer than 2 seconds or answered what it may not.',
    remedy:
      "Repeat the request after `Retry-After` seconds; after a ticket or a provider's code, start again.",
  },
  unexpected: {
    means: 'A fault of ieum.',
    remedy: 'Offer to try again. Tell support the id in `instance`.',
  },
  unavailable: {
    means: 'ieum is busy or a part of it is down.',
    remedy: 'Repeat the request after `Retry-After` seconds.',
  },
}
