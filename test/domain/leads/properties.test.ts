import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimedValues } from '../../../lib/domain/leads/claimed.ts'
import { entryByCode, messageAddress } from '../../../lib/domain/leads/contact.ts'
import { mayGiveUpPassword, mayRemovePasskey, mayUnlink } from '../../../lib/domain/leads/last-lead.ts'
import type { Lead, LeadHolder } from '../../../lib/domain/leads/lead.ts'
import { leads } from '../../../lib/domain/leads/leads.ts'
import { loginMethods } from '../../../lib/domain/leads/methods.ts'
import {
  canEnter,
  entryMethods,
  evidenceWorth,
  hasLastingLead,
  isLockedOut,
  lasts,
  opens,
} from '../../../lib/domain/leads/opens.ts'
import { mayRelease } from '../../../lib/domain/leads/release.ts'
import {
  withoutContact,
  withoutEndedIdentity,
  withoutIdentity,
  withoutPasskey,
  withoutPassword,
} from '../../../lib/domain/leads/without.ts'
import type { Address } from '../../../lib/domain/values/verification.ts'
import { anyHolder, at, days, kakao, passkey } from './holders.ts'

const addressOf = (lead: Lead): readonly Address[] =>
  lead.of === 'email'
    ? [{ channel: 'email', value: lead.value }]
    : lead.of === 'phone'
      ? [{ channel: 'sms', value: lead.value }]
      : []
const later = { ...at, now: new Date(at.now.getTime() + 1000 * days * 1000) }
const holds = (property: (member: LeadHolder) => void) =>
  fc.assert(
    fc.property(anyHolder, (member) => property(member)),
    { numRuns: 2000 },
  )

describe('for every member', () => {
  it('a lead that lasts enters now and in a thousand days', () => {
    holds((member) => {
      for (const lead of leads(member).filter((one) => lasts(one, member, at))) {
        expect(entryMethods(lead, member, at)).not.toEqual([])
        expect(entryMethods(lead, member, later)).not.toEqual([])
      }
    })
  })

  it('a lead opens exactly one of these: methods, evidence, nothing', () => {
    holds((member) => {
      for (const lead of leads(member)) {
        const [enters, worth] = [entryMethods(lead, member, at).length > 0, evidenceWorth(lead, at)]
        expect(opens(lead, member, at)).toBe(enters ? 'enter' : worth === 'none' ? 'nothing' : 'evidence')
      }
    })
  })

  it('a value that was only said opens nothing and claims nothing', () => {
    holds((member) => {
      const said = leads(member).filter(
        (lead) =>
          (lead.of === 'email' || lead.of === 'phone') &&
          !lead.verified &&
          !lead.imported &&
          lead.shared === 'no',
      )
      for (const lead of said) {
        expect(opens(lead, member, at)).toBe('nothing')
        expect(claimedValues(member)).not.toContainEqual({
          of: lead.of,
          value: 'value' in lead && lead.value,
        })
      }
    })
  })

  it('no guard removes the last lead that lasts', () => {
    holds((member) => {
      if (mayGiveUpPassword(member, at)) expect(hasLastingLead(withoutPassword(member), at)).toBe(true)
      if (mayRemovePasskey(member, { id: passkey }, at))
        expect(hasLastingLead(withoutPasskey(member, passkey), at)).toBe(true)
      if (!mayUnlink(member, kakao, at)) return
      const rest = withoutEndedIdentity(withoutIdentity(member, kakao), kakao)
      expect(canEnter(rest, at)).toBe(true)
    })
  })

  it('a release takes no lead from a member whom it is the last to let in, and never removes a lead that a code opens', () => {
    holds((member) => {
      for (const address of leads(member).flatMap(addressOf)) {
        expect(mayRelease(member, [{ address, proof: 'verified_once' }], at)).toBe(false)
        if (!mayRelease(member, [{ address, proof: 'code' }], at)) continue
        expect(canEnter(withoutContact(member, address), at)).toBe(!isLockedOut(member, at))
        expect(['stale', 'nothing']).toContain(entryByCode(member, address, at))
      }
    })
  })

  it('an address that nobody has verified is kept only by whom it lets in', () => {
    holds((member) => {
      if (!isLockedOut(member, at) || member.neverProven) return
      for (const lead of leads(member)) {
        if (lead.of !== 'email' && lead.of !== 'phone') continue
        if (lead.verified || lead.shared !== 'no') continue
        const shown = addressOf(lead).map((address) => ({ address, proof: 'code' }) as const)
        expect(mayRelease(member, shown, at)).toBe(true)
      }
    })
  })

  it('no other person can enter a recovered account', () => {
    holds((member) => {
      for (const address of leads(member).flatMap(addressOf)) {
        if (entryByCode(member, address, at) !== 'recover') continue
        expect(member.neverProven).toBe(true)
        expect(canEnter(withoutContact(member, address), at)).toBe(false)
      }
    })
  })

  it('a passkey enters where the stage offers passkeys alone, and counts nowhere as evidence', () => {
    const without = { ...at, rpId: null }
    holds((member) => {
      for (const lead of leads(member).filter(({ of }) => of === 'passkey')) {
        expect([opens(lead, member, at), lasts(lead, member, at)]).toEqual(['enter', true])
        expect([opens(lead, member, without), lasts(lead, member, without)]).toEqual(['nothing', false])
      }
    })
  })

  it('who has a passkey is not recovered by an address, also where the stage offers passkeys no more', () => {
    holds((member) => {
      if (!leads(member).some(({ of }) => of === 'passkey')) return
      for (const address of leads(member).flatMap(addressOf)) {
        expect(entryByCode(member, address, at)).not.toBe('recover')
        expect(entryByCode(member, address, { ...at, rpId: null })).not.toBe('recover')
      }
    })
  })

  it('a message goes only to an address whose code opens the account', () => {
    holds((member) => {
      const address = messageAddress(member, at, () => true)
      if (address !== undefined) expect(['sign_in', 'recover']).toContain(entryByCode(member, address, at))
    })
  })

  it('an ended identity enters only where nothing lasts', () => {
    holds((member) => {
      const ended = member.endedIdentities?.some(({ endedBy }) => endedBy === 'provider')
      if (ended) expect(loginMethods(member, at).includes('kakao')).toBe(!hasLastingLead(member, at))
    })
  })

  it('an identity that ended beside something that lasts never enters again by itself', () => {
    holds((member) => {
      const beside = member.endedIdentities?.some(({ endedBy }) => endedBy === 'provider_beside')
      if (beside) expect(loginMethods(member, at)).not.toContain('kakao')
    })
  })

  it('the passing of time only removes methods', () => {
    holds((member) => {
      const now = loginMethods(member, at)
      const rest = loginMethods(member, later).filter((method) => method !== 'email_code')
      expect(now).toEqual(expect.arrayContaining([...rest]))
    })
  })
})
