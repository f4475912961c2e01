import * as v from 'valibot'
import type { ProviderId } from '../domain/identity.ts'
import type { NoticeEffect } from '../flows/webhooks.ts'
import { ok, type Reply } from './reply.ts'

/** What a provider sends is the adapter's to read: here it is only text under names, each of them once. */
export const noticeFields = v.record(v.string(), v.string())

/** 200, whatever there was to do; what was done is for the log alone. */
export const noticeReply = (provider: ProviderId, outcome: NoticeEffect): Reply =>
  ok({}, { provider, outcome })
