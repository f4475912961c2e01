import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { profileWithPhotos } from '../attributes/schemas.ts'
import { openBrowser } from '../support/browser.ts'
import { openDemo } from '../support/demo-page.ts'
import { atGoogle } from '../support/people-at-google.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const nested = {
  ...profileWithPhotos,
  required: ['interests', 'photos'],
  properties: {
    interests: profileWithPhotos.properties.interests,
    photos: profileWithPhotos.properties.photos,
    address: {
      type: 'object',
      additionalProperties: false,
      properties: {
        postcode: { type: 'string', maxLength: 5, 'x-titles': { ko: '우편번호', en: 'Postcode' } },
      },
      'x-titles': { ko: '주소', en: 'Address' },
    },
  },
}
const it = testWithStack(() => ({
  casts: { google: [atGoogle('hana', { name: '김하나' }), atGoogle('nuri', { name: '박누리' })] },
  environment: { IEUM_ATTRIBUTES: JSON.stringify(nested) },
}))

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe('a form with faults', () => {
  it.for([
    [
      'ko',
      'hana',
      'Google 계정으로 계속하기',
      '가입하기',
      ['관심사: 필수 항목입니다.', '사진: 필수 항목입니다.'],
    ],
    [
      'en',
      'nuri',
      'Continue with Google',
      'Join',
      ['Interests: This is required.', 'Photos: This is required.'],
    ],
  ] as const)(
    'names each field by its title, in %s',
    async ([language, persona, start, join, faults], { stack }) => {
      const demo = await openDemo(browser, stack, { language })
      await demo.press(start)
      await demo.agreeAs(persona)
      await demo.page.locator('#ieum-terms-all').check()
      // Longer than the browser lets a person type: a page that was copied may leave the limit out.
      await demo.page.locator('#ieum-attribute-address-postcode').evaluate((field) => {
        field.removeAttribute('maxlength')
      })
      await demo.page.locator('#ieum-attribute-address-postcode').fill('123456')
      await demo.press(join)
      const told = demo.page.locator('.ieum-message.ieum-bad')
      for (const fault of faults) await told.getByText(fault, { exact: true }).waitFor()
      const inAddress = {
        ko: '주소 · 우편번호: 5자를 넘을 수 없습니다.',
        en: 'Address · Postcode: This must have at most 5 characters.',
      }
      await told.getByText(inAddress[language], { exact: true }).waitFor()
      expect(await told.innerText()).not.toContain('/attributes')
      const marked = demo.page.locator('[aria-invalid="true"]')
      const describing = await Promise.all(
        (await marked.all()).map((field) => field.getAttribute('aria-describedby')),
      )
      const described = await Promise.all(
        describing
          .flatMap((ids) => ids?.split(' ') ?? [])
          .filter((id) => id.startsWith('ieum-fault'))
          .map((id) => demo.page.locator(`#${id}`).innerText()),
      )
      expect(new Set(described)).toEqual(new Set([...faults, inAddress[language]]))
      // Seen as well as told: the border has the colour of the message.
      const coloursOf = (selector: string, of: string) =>
        demo.page.evaluate<readonly string[]>(
          `[...document.querySelectorAll('${selector}')].map((one) => getComputedStyle(one.closest('.ieum-pill') ?? one)['${of}'])`,
        )
      const [colour = 'none'] = await coloursOf('.ieum-message.ieum-bad', 'color')
      const borders = await coloursOf('[aria-invalid="true"]', 'borderTopColor')
      expect(borders).toEqual(describing.map(() => colour))
      await demo.close()
      expect(demo.faults).toEqual([])
    },
  )
})
