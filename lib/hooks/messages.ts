import type { ServiceHooks, WrittenMail } from '../flows/ports/hooks.ts'
import type { CallHooks } from './call-hook.ts'
import { jsonObject } from './json.ts'
import { UnusableResult } from './unusable-result.ts'

/** A header is one line, and longer ones are cut by mail programs. */
const subjectPattern = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u
/** A name in a header is one encoded word (RFC 2047, section 2), which holds 45 bytes. */
const maxNameBytes = 45
/** More than any mail of a service, and far below what SES takes. */
const maxBytes = 100_000

/**
 * Reads a mail in the service's own words. Nothing is ieum's template. Throws `UnusableResult` for one without a subject
 * of one line, a text and HTML, and for another key.
 */
export function readWrittenMail(returned: unknown): WrittenMail | undefined {
  if (returned === undefined || returned === null) return undefined
  const { subject, text, html, sender, ...others } = jsonObject(returned)
  if (Object.keys(others).length > 0) throw new UnusableResult('a mail has subject, text, html and sender')
  if (typeof subject !== 'string' || !subjectPattern.test(subject)) {
    throw new UnusableResult('subject must be one line of at most 200 characters')
  }
  const mail = { subject, text: body('text', text), html: body('html', html) }
  return sender === undefined ? mail : { ...mail, sender: readSender(sender) }
}

function body(name: string, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '' && Buffer.byteLength(value) <= maxBytes) return value
  throw new UnusableResult(`${name} must be a text of at most ${maxBytes} bytes`)
}

function readSender(sender: unknown): NonNullable<WrittenMail['sender']> {
  const { name, address } = jsonObject(sender)
  const isName =
    typeof name === 'string' && subjectPattern.test(name) && Buffer.byteLength(name) <= maxNameBytes
  if (isName && typeof address === 'string') return { name, address }
  throw new UnusableResult('sender must have a name of at most 45 bytes and an address')
}

/** The hook that writes mails. */
export function messagesHook(hookNamed: CallHooks): ServiceHooks['messages'] {
  const call = hookNamed('messages')
  return call && ((facts) => call(facts, readWrittenMail))
}

/** The hook that sends texts. */
export function smsHook(hookNamed: CallHooks): ServiceHooks['sms'] {
  const call = hookNamed('sms')
  return call && ((outgoing) => call(outgoing, () => undefined))
}
