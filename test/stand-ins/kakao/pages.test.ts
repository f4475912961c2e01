import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kakaoCast } from '../../../lib/stand-ins/kakao/cast.ts'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { clients, redirectUri, startKakao } from '../../providers/kakao/world.ts'
import { authorizeUrl, type Form, post } from '../requests.ts'

let standIn: KakaoStandIn
beforeAll(async () => {
  standIn = await startKakao()
})
afterAll(() => standIn.stop())

const open = (changes: Form = {}, headers: Form = {}) =>
  fetch(authorizeUrl(standIn.origin, changes), { headers, redirect: 'manual' })

/** Opens the first page. Gives the visit of its forms. */
async function begin(): Promise<string> {
  const page = await (await open()).text()
  return /name="visit" value="(\w+)"/.exec(page)?.[1] ?? ''
}

const choose = (visit: string, person: string) => post(`${standIn.origin}/stand-in/choose`, { visit, person })

const authorize = (persona: string, response = {}) =>
  new URL(standIn.authorize(authorizeUrl(standIn.origin), persona, response))

describe('the authorization page', () => {
  test.each([
    [{ redirect_uri: `${redirectUri}/` }, 'KOE006'],
    [{ redirect_uri: `${redirectUri}?a=b` }, 'KOE006'],
    [{ redirect_uri: 'https://evil.example/callback/kakao' }, 'KOE006'],
    [{ client_id: clients.nativeClientId }, 'KOE101'],
    [{ scope: 'openid,friends' }, 'KOE205'],
    [{ response_type: 'token' }, 'KOE001'],
    [{ code_challenge: 'c'.repeat(43), code_challenge_method: 'plain' }, 'KOE001'],
  ])('never redirects the browser for %j (%s)', async (changes, code) => {
    const response = await open(changes)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
    expect(await response.text()).toContain(code)
  })

  test('never redirects the browser when a parameter repeats', async () => {
    const url = `${authorizeUrl(standIn.origin)}&redirect_uri=https%3A%2F%2Fevil.example`
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(400)
  })

  test.each([
    ['ko', 'ko-KR', '누구로 로그인할까요?'],
    ['en', 'en-US,en;q=0.9', 'Who is signing in?'],
  ])('speaks %s to a browser that prefers %s', async (lang, accepted, title) => {
    const page = await (await open({}, { 'accept-language': accepted })).text()
    expect(page).toContain(`<html lang="${lang}">`)
    expect(page).toContain(title)
  })

  test('shows every person of the cast, with the case of the person', async () => {
    const page = await (await open({ lang: 'en' })).text()
    for (const { name, nickname, note } of kakaoCast) {
      expect(page).toContain(name ?? nickname)
      expect(page).toContain(note.en)
    }
  })

  describe('can be searched', () => {
    const search = async (visit: string, text: string, lang = 'ko') => {
      const query = new URLSearchParams({ visit, search: text, lang })
      const response = await fetch(`${standIn.origin}/stand-in/people?${query}`)
      const page = await response.text()
      return {
        status: response.status,
        page,
        people: [...page.matchAll(/name="person" value="(?!cancel)([^"]+)"/g)],
      }
    }
    const keyOf = ({ key }: { readonly key: string }) => key
    const [one = kakaoCast[0]] = kakaoCast.filter(({ name }) => name !== undefined)
    const name = one?.name ?? ''

    test.each(['ko', 'en'])('by name, and the visit goes on from there (%s)', async (lang) => {
      const visit = await begin()
      const { people, page } = await search(visit, ` ${name} `, lang)
      expect(people.map(([, key]) => key)).toEqual(kakaoCast.filter((each) => each.name === name).map(keyOf))
      expect(page).toContain(`<html lang="${lang}">`)
      expect((await choose(visit, one?.key ?? '')).status).toBeLessThan(400)
    })

    test('by case and by note, in capitals or not', async () => {
      const visit = await begin()
      for (const text of ['case 12', 'CASE 12', '사례 12']) {
        const found = (await search(visit, text)).people.map(([, key]) => key)
        expect(found).toEqual(expect.arrayContaining(kakaoCast.filter(({ row }) => row === 12).map(keyOf)))
        expect(found.length).toBeLessThan(kakaoCast.length)
      }
    })

    test('for nobody, and for everybody again', async () => {
      const visit = await begin()
      const nobody = await search(visit, '<b>nobody</b>')
      expect(nobody.people).toEqual([])
      expect(nobody.page).not.toContain('<b>')
      expect((await search(visit, '')).people).toHaveLength(kakaoCast.length)
    })

    test('only within a visit', async () => {
      expect((await search('made-up', name)).status).toBe(400)
    })
  })

  test('writes no name as HTML', async () => {
    const nickname = '<script>alert("1")</script>'
    const odd = await startKakao({ personas: [{ key: 'x', id: '1', note: { ko: '', en: '' }, nickname }] })
    const page = await (await fetch(authorizeUrl(odd.origin))).text()
    await odd.stop()
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toContain('<script')
  })
})

describe('the consent screen', () => {
  test('opens on the first visit, and returns with a code and the state', async () => {
    const visit = await begin()
    expect(await (await choose(visit, 'sora')).text()).toContain('value="account_email" checked')
    const body = new URLSearchParams({ visit, person: 'sora', answer: 'agree' })
    for (const id of ['profile_nickname', 'name', 'terms:service', 'terms:privacy']) body.append('agreed', id)
    const back = await fetch(`${standIn.origin}/stand-in/consent`, {
      method: 'POST',
      body,
      redirect: 'manual',
    })
    const location = new URL(back.headers.get('location') ?? '')
    expect([back.status, location.searchParams.get('state')]).toEqual([303, 'the-state'])
    expect(location.href.startsWith(`${redirectUri}?code=`)).toBe(true)
  })

  test('does not open again for a connected person', async () => {
    authorize('minji')
    expect((await choose(await begin(), 'minji')).status).toBe(303)
  })

  test('opens again when a required item was left out', async () => {
    const form = { visit: await begin(), person: 'joon', answer: 'agree', agreed: 'name' }
    expect((await post(`${standIn.origin}/stand-in/consent`, form)).status).toBe(200)
    expect(standIn.isConnected('joon')).toBe(false)
  })

  test('can be cancelled, which connects nobody', async () => {
    const form = { visit: await begin(), person: 'joon', answer: 'cancel' }
    const back = await post(`${standIn.origin}/stand-in/consent`, form)
    expect(back.headers.get('location')).toContain('error=access_denied')
    expect(standIn.isConnected('joon')).toBe(false)
  })

  test('asks a person of a sibling service only for our terms, and later for nothing', () => {
    expect(() => authorize('jiwoo', { refuse: ['account_email'] })).toThrow(/does not ask/)
    expect(authorize('jiwoo').searchParams.get('code')).not.toBeNull()
    expect(() => authorize('jiwoo', { refuse: ['terms:service'] })).toThrow(/does not ask/)
  })

  test('cannot be passed without the required items', () => {
    expect(() => authorize('malsoon', { refuse: ['terms:service'] })).toThrow(/required/)
  })
})

describe('a visit to the stand-in', () => {
  test('reports in Kakao’s words that the person cancelled', () => {
    expect(Object.fromEntries(authorize('joon', { cancel: true }).searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'User denied access',
      state: 'the-state',
    })
  })

  test('ends with its redirect', async () => {
    const visit = await begin()
    await choose(visit, 'cancel')
    expect((await choose(visit, 'minji')).status).toBe(400)
  })
})

test('a cast with two equal ids or keys is refused', async () => {
  const twin = { key: 'a', id: '1', note: { ko: '', en: '' }, nickname: 'a' }
  await expect(startKakao({ personas: [twin, { ...twin, key: 'b' }] })).rejects.toThrow(/same id/)
  await expect(startKakao({ personas: [twin, { ...twin, id: '2' }] })).rejects.toThrow(/same key/)
})
