import { describe, expect } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import type { DemoPage } from '../support/demo-page.ts'
import { testWithDemo } from '../support/test-with-browser.ts'

/* What happens unasked, while a person types: nothing moves the focus, the caret, or a syllable in composition. */

const it = testWithDemo()

const evaluate = (demo: DemoPage, script: string) => demo.page.evaluate<unknown>(script)

/** Holds the requests to a path until the returned function lets them go on, or fail. */
async function hold(
  demo: DemoPage,
  path: string,
  end: 'continue' | 'abort' = 'continue',
): Promise<() => void> {
  let go = () => {}
  const gone = new Promise<void>((resolve) => {
    go = resolve
  })
  await demo.page.route(path, async (route) => {
    await gone
    await route[end]()
  })
  return go
}

/** Types into a field, and goes back by some letters. Gives what the field is after that. */
async function typeInto(demo: DemoPage, id: string, text: string): Promise<void> {
  await demo.page.locator(`#${id}`).focus()
  await demo.page.keyboard.type(text)
  for (const _ of [1, 2]) await demo.page.keyboard.press('ArrowLeft')
  await evaluate(demo, `document.activeElement.dataset.typed = 'here'`)
}

/** Whether the person is still in the same field, with the caret where it was. */
const typing = (demo: DemoPage) =>
  evaluate(
    demo,
    `[document.activeElement.id, document.activeElement.value, document.activeElement.selectionStart].join()`,
  )
const isSameField = (demo: DemoPage) => evaluate(demo, `document.activeElement.dataset.typed === 'here'`)

const photo = { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a', 'hex') }

async function openAttributes(demo: DemoPage): Promise<void> {
  await demo.fillIn('임도현')
  await demo.press('Sign in')
  await demo.heading('Welcome back, 임도현')
  await demo.press('Change: More about you')
  await demo.heading('Change: More about you')
}

describe('while a person types', () => {
  it('a photo that has arrived is shown, and the field stays as it is', async ({ demo }) => {
    await openAttributes(demo)
    const go = await hold(demo, '**/uploads')
    await demo.page.locator('input[type="file"]').setInputFiles(photo)
    await typeInto(demo, 'ieum-attribute-nickname', 'dohyun')
    go()
    await demo.page.getByAltText('Photo 1').waitFor()
    expect(await isSameField(demo)).toBe(true)
    expect(await typing(demo)).toBe('ieum-attribute-nickname,dohyun,4')
    await demo.page.getByRole('button', { name: 'Remove photo 1' }).click()
    expect(await demo.page.getByAltText('Photo 1').count()).toBe(0)
    expect(await evaluate(demo, `document.activeElement.type`)).toBe('file')
  })

  it('a photo that fails says so beside the photos, and the field stays as it is', async ({ demo }) => {
    await openAttributes(demo)
    const go = await hold(demo, '**/uploads', 'abort')
    await demo.page
      .locator('input[type="file"]')
      .setInputFiles({ ...photo, mimeType: 'image/gif', name: 'a.gif' })
    const told = demo.page.locator('.ieum-photos [role="alert"]')
    await told.getByText('JPEG, PNG or WebP, at most 5 MB').waitFor()
    await demo.page.locator('input[type="file"]').setInputFiles(photo)
    await typeInto(demo, 'ieum-attribute-nickname', 'dohyun')
    go()
    await told.getByText('no_response').waitFor()
    expect(await isSameField(demo)).toBe(true)
    expect(await typing(demo)).toBe('ieum-attribute-nickname,dohyun,4')
  })

  it('terms that arrive in another language leave the caret where it is', async ({ demo }) => {
    await demo.comeAs('minji')
    await demo.heading('Nice to meet you')
    const go = await hold(demo, '**/terms')
    await demo.press('한국어')
    await demo.heading('처음 오셨네요')
    await demo.page.locator('#ieum-name').fill('')
    await typeInto(demo, 'ieum-name', '김민지아')
    go()
    await demo.page.getByText('모꼬지 이용약관', { exact: true }).waitFor()
    expect(await typing(demo)).toBe('ieum-name,김민지아,2')
  })

  it('an API that does not answer a page that has just opened leaves the focus alone', async ({ demo }) => {
    const go = await hold(demo, '**/token', 'abort')
    await demo.page.reload()
    await demo.page.getByRole('button', { name: '한국어' }).focus()
    go()
    await demo.heading('This cannot continue')
    expect(await evaluate(demo, `document.activeElement.textContent`)).toBe('한국어')
  })

  it('a page that sets the same question again takes nothing away', async ({ demo }) => {
    await demo.comeAs('jiho')
    await demo.heading('You may already be a member')
    await evaluate(
      demo,
      `(async () => {
      const page = document.querySelector('ieum-page')
      const asking = document.createElement('ieum-question')
      asking.client = page.client
      asking.question = await page.client.handleRedirect()
      page.replaceWith(asking)
    })()`,
    )
    await demo.press('Sign in as a member')
    await demo.type('E-mail or phone number', 'jiho.old@example.com')
    await typeInto(demo, 'ieum-password', oldPassword)
    await evaluate(
      demo,
      `{ const asking = document.querySelector('ieum-question'); asking.question = asking.question }`,
    )
    expect(await isSameField(demo)).toBe(true)
    await demo.press('Back')
    await demo.heading('You may already be a member')
  })
})
