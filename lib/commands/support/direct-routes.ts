import { isMemberId, type MemberId } from '../../domain/values/ids.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { Problem } from '../../domain/values/problem.ts'
import { defaultPolicy } from '../../domain/visit/match-policy.ts'
import { changeStatus } from '../../flows/service/change-status.ts'
import { closeAccount } from '../../flows/service/close-account.ts'
import type { OperatorContext } from '../../flows/service/operator-context.ts'
import { removePasskeyForMember } from '../../flows/service/remove-passkey-for-member.ts'
import { searchMembers, showHistory, showMemberInFull } from '../../flows/service/show-members.ts'
import { signOutMember } from '../../flows/service/sign-out-member.ts'
import { unlinkForMember } from '../../flows/service/unlink-for-member.ts'
import {
  historyQuery,
  memberQuery,
  queryOf,
  serviceRemovePasskeyBody,
  serviceUnlinkBody,
} from '../../http/request/bodies/service.ts'
import { check } from '../../http/request/input.ts'
import { problemText } from '../../http/response/problem-texts.ts'
import { saidProblem } from './refused-argument.ts'
import type { OperatorAction, ServiceRoutes } from './service-routes.ts'

function memberId(id: string): MemberId {
  if (!isMemberId(id)) throw new Problem('not_found')
  return id
}

/** Turns a problem into an `Error` for the operator: a refused argument by its name. */
async function forOperator<Result>(locale: Locale, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, extras } = error
    const errors = extras.errors?.map(({ pointer, detail }) => ({ pointer, detail: detail[locale] }))
    const detail = extras.detail?.[locale] ?? problemText(code, locale, defaultPolicy, extras)
    throw new Error(saidProblem({ code, detail, errors }, locale))
  }
}

function act(context: OperatorContext, id: MemberId, action: OperatorAction, body: object): Promise<unknown> {
  switch (action) {
    case 'close':
      return closeAccount(context, id)
    case 'sign-out':
      return signOutMember(context, id)
    case 'unlink':
      return unlinkForMember(context, id, check(serviceUnlinkBody, body))
    case 'remove-passkey':
      return removePasskeyForMember(context, id, check(serviceRemovePasskeyBody, body))
    default:
      return changeStatus(context, id, action)
  }
}

/** The service routes in this process, on the table that this shell may reach. Refusals speak the operator's language. */
export const directRoutes = (context: OperatorContext, locale: Locale): ServiceRoutes => ({
  search: ([parameter, value]) =>
    forOperator(locale, async () =>
      searchMembers(context, queryOf(check(memberQuery, { [parameter]: value }))),
    ),
  show: (id) => forOperator(locale, async () => showMemberInFull(context, memberId(id))),
  history: (id, before) =>
    forOperator(locale, async () => {
      const query = check(historyQuery, before === undefined ? {} : { before })
      return showHistory(context, memberId(id), query.before)
    }),
  act: (id, action, body) => forOperator(locale, async () => act(context, memberId(id), action, body)),
})
