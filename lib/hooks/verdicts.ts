import type { Attributes } from '../domain/member/attributes.ts'
import { Problem, problems } from '../domain/values/problem.ts'
import type { AcceptAttributes, ServiceHooks } from '../flows/ports/hooks.ts'
import type { CallHook, CallHooks } from './call-hook.ts'
import { jsonObject } from './json.ts'
import { UnusableResult } from './unusable-result.ts'

/** What a service decides about a sign-up or a link. */
type ReadVerdict =
  | { readonly kind: 'refuse'; readonly code: string; readonly detail: string }
  /** Undefined: the attributes stay. */
  | { readonly kind: 'proceed'; readonly attributes: Attributes | undefined }

const codePattern = /^[a-z][a-z0-9_]{0,63}$/
const maxDetail = 500

/**
 * Reads what a service decides. Nothing lets the visit proceed. Throws `UnusableResult` for what is neither a refusal by a code
 * and a text of the service's own, nor attributes that `accept` takes.
 */
export function readVerdict(returned: unknown, accept: AcceptAttributes): ReadVerdict {
  if (returned === undefined || returned === null) return { kind: 'proceed', attributes: undefined }
  const { refuse, attributes, ...others } = jsonObject(returned)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new UnusableResult('the result has other keys than refuse and attributes')
  if (refuse === undefined) {
    const added = attributes === undefined ? undefined : accept(jsonObject(attributes))
    return { kind: 'proceed', attributes: added }
  }
  if (attributes !== undefined) throw new UnusableResult('the result both refuses and adds attributes')
  return refusalIn(jsonObject(refuse))
}

function refusalIn({ code, detail }: Readonly<Record<string, unknown>>): ReadVerdict {
  if (typeof code !== 'string' || !codePattern.test(code) || code in problems) {
    throw new UnusableResult("code must be the service's own, of small letters, digits and underscores")
  }
  if (typeof detail !== 'string' || detail.trim() === '' || detail.length > maxDetail) {
    throw new UnusableResult(`detail must be a text of at most ${maxDetail} characters`)
  }
  return { kind: 'refuse', code, detail }
}

async function ask(call: CallHook, facts: object, accept: AcceptAttributes): Promise<Attributes | undefined> {
  const verdict = await call(facts, (returned) => readVerdict(returned, accept))
  if (verdict.kind === 'proceed') return verdict.attributes
  const { code: serviceCode, detail } = verdict
  throw new Problem('refused_by_service', { serviceCode, detail: { ko: detail, en: detail } })
}

/** The hook before a sign-up. */
export function beforeRegisterHook(hookNamed: CallHooks): ServiceHooks['beforeRegister'] {
  const call = hookNamed('beforeRegister')
  return call && ((facts, accept) => ask(call, facts, accept))
}

/** The hook before a link. */
export function beforeLinkHook(hookNamed: CallHooks): ServiceHooks['beforeLink'] {
  const call = hookNamed('beforeLink')
  return call && ((facts, accept) => ask(call, facts, accept))
}
